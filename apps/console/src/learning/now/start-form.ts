import type { Round, RoundSettings } from '@haustra/domain';
import type { Defaults } from '../api/answers.js';

/** Stands for the station's own examinations among the sources of a round. */
export const ARCHIVE = 'archive';

/** The form as it is typed. */
export interface StartForm {
  /** Of `archive` and the allowed folders: those that are ticked. */
  readonly ticked: readonly string[];
  /** Other files or folders, one a line. */
  readonly others: string;
  readonly frames: string;
  readonly perSecond: string;
  readonly minutes: string;
  readonly pretrain: string;
  readonly shadowExams: string;
  readonly labelled: string;
  readonly autoPromote: boolean;
}

export type NumberField = 'frames' | 'perSecond' | 'minutes' | 'pretrain' | 'shadowExams';
export type FormProblem = 'sources' | NumberField;

/** Least and most of each number, and whether it must be whole. Beyond them lies a slip of the finger. */
export const LIMITS: Readonly<Record<NumberField, { min: number; max: number; whole: boolean }>> = {
  frames: { min: 20, max: 1_000_000, whole: true },
  perSecond: { min: 0.01, max: 60, whole: false },
  minutes: { min: 0.1, max: 20_160, whole: false },
  pretrain: { min: 0, max: 1000, whole: true },
  shadowExams: { min: 0, max: 1000, whole: true },
};
export const NUMBER_FIELDS = Object.keys(LIMITS) as NumberField[];

export function formOf({ settings, sources }: Defaults): StartForm {
  const known = [ARCHIVE, ...sources];
  return {
    ticked: settings.sources.filter((source) => known.includes(source)),
    others: settings.sources.filter((source) => !known.includes(source)).join('\n'),
    frames: `${settings.frames}`,
    perSecond: `${settings.perSecond}`,
    minutes: `${settings.minutes}`,
    pretrain: `${settings.pretrain}`,
    shadowExams: `${settings.shadowExams}`,
    labelled: settings.labelled ?? '',
    autoPromote: settings.autoPromote,
  };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The number in a field, null where it is none or out of its limits. A decimal comma is read as a point. */
function numberIn(form: StartForm, field: NumberField): number | null {
  const text = form[field].trim().replace(',', '.');
  const value = text === '' ? Number.NaN : Number(text);
  const { min, max, whole } = LIMITS[field];
  return value >= min && value <= max && (!whole || Number.isInteger(value)) ? value : null;
}

/** The settings of the form, or what of it cannot be read. */
export function readForm(
  form: StartForm,
  { settings: defaults }: Defaults,
): { settings: RoundSettings; problems: readonly [] } | { settings: null; problems: readonly FormProblem[] } {
  const sources = [...new Set([...form.ticked, ...linesOf(form.others)])];
  const numbers = Object.fromEntries(NUMBER_FIELDS.map((field) => [field, numberIn(form, field)])) as Record<
    NumberField,
    number | null
  >;
  const { frames, perSecond, minutes, pretrain, shadowExams } = numbers;
  if (
    sources.length > 0 &&
    frames !== null &&
    perSecond !== null &&
    minutes !== null &&
    pretrain !== null &&
    shadowExams !== null
  ) {
    const labelled = form.labelled.trim() === '' ? null : form.labelled.trim();
    const settings = { sources, frames, perSecond, minutes, pretrain, shadowExams, labelled };
    return { settings: { ...settings, seed: defaults.seed, autoPromote: form.autoPromote }, problems: [] };
  }
  const broken = NUMBER_FIELDS.filter((field) => numbers[field] === null);
  return { settings: null, problems: [...(sources.length === 0 ? (['sources'] as const) : []), ...broken] };
}

/** Minutes where no round was measured yet: gathering 1,000 frames, building the model, measuring it. */
const GUESS = { gather: 4, release: 2, evaluate: 4 } as const;

/**
 * About how many minutes a round will take up to its gate, from the stages of the latest finished round, or from a
 * guess for two processor cores.
 */
export function roughMinutes(settings: RoundSettings, rounds: readonly Round[]): number {
  const last = rounds.find(({ seconds }) => seconds?.evaluate !== undefined);
  const measured = (stage: keyof typeof GUESS): number | null => {
    const seconds = last?.seconds?.[stage];
    return seconds === undefined ? null : seconds / 60;
  };
  const gathered = measured('gather');
  const gather =
    last && gathered !== null && last.counts.kept > 0
      ? (gathered * settings.frames) / last.counts.kept
      : (GUESS.gather * settings.frames) / 1000;
  const rest = (measured('release') ?? GUESS.release) + (measured('evaluate') ?? GUESS.evaluate);
  return Math.max(1, Math.round(gather + settings.minutes + rest));
}
