import {
  HaustraError,
  type PromptMute,
  type SiteSettingsFile,
  SiteSettingsFileSchema,
} from '@haustra/domain';
import {
  INSERTION_LONG,
  OBSCURED_LONG,
  PROMPT_MANNERS,
  SECOND_LOOK,
  SLIP_BACK,
  TOO_FAST,
  WASH,
  WITHDRAWAL_GOAL,
  WITHDRAWAL_MINIMUM,
} from './rules.js';

/** What reminders and prompts go by at a site; every value is there. Times in ms, speeds as shrinking a second. */
export interface SiteSettings {
  readonly withdrawal: {
    readonly minimumMs: number;
    readonly goalMs: number;
    readonly timedBy: 'wall' | 'effective';
  };
  readonly insertion: { readonly limitMs: number };
  readonly speed: { readonly tooFastAbove: number; readonly holdMs: number; readonly slipAbove: number };
  readonly view: { readonly obscuredMs: number; readonly uncleanMs: number };
  /** Reminders for those who learn: off unless a site or a training asks for them. */
  readonly guidance: { readonly coverage: boolean; readonly secondLookBelow: number };
  readonly prompts: PromptSettings;
}

export interface PromptSettings {
  readonly distanceMs: number;
  readonly sameKindMs: number;
  readonly budget: number;
  readonly muted: PromptMute;
}

/** The rules' own values. */
export const DEFAULT_SETTINGS: SiteSettings = {
  withdrawal: {
    minimumMs: WITHDRAWAL_MINIMUM.values.minimumMs,
    goalMs: WITHDRAWAL_GOAL.values.goalMs,
    timedBy: 'effective',
  },
  insertion: { limitMs: INSERTION_LONG.values.limitMs },
  speed: {
    tooFastAbove: TOO_FAST.values.above,
    holdMs: TOO_FAST.values.holdMs,
    slipAbove: SLIP_BACK.values.shrunkBy,
  },
  view: { obscuredMs: OBSCURED_LONG.values.limitMs, uncleanMs: WASH.values.holdMs },
  guidance: { coverage: false, secondLookBelow: SECOND_LOOK.values.below },
  prompts: {
    distanceMs: PROMPT_MANNERS.values.distanceMs,
    sameKindMs: PROMPT_MANNERS.values.sameKindMs,
    budget: PROMPT_MANNERS.values.budget,
    muted: [],
  },
};

/**
 * The settings of a site: what it gives (as read from a file), and the rules' own values for what it leaves out.
 * @throws HaustraError `usage` that names the field where something is unknown, of the wrong kind or out of range, or
 * where the goal is below the minimum.
 */
export function siteSettings(given: unknown): SiteSettings {
  const read = SiteSettingsFileSchema.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw wrong(issue?.path.join('.') || 'settings', issue?.message ?? 'not readable', read.error);
  }
  const settings = merge(read.data);
  const { minimumMs, goalMs } = settings.withdrawal;
  if (goalMs < minimumMs) {
    throw wrong('withdrawal.goalMs', `the goal (${goalMs} ms) is below the minimum (${minimumMs} ms)`);
  }
  return settings;
}

const merge = (file: SiteSettingsFile): SiteSettings => ({
  withdrawal: filled(DEFAULT_SETTINGS.withdrawal, file.withdrawal),
  insertion: filled(DEFAULT_SETTINGS.insertion, file.insertion),
  speed: filled(DEFAULT_SETTINGS.speed, file.speed),
  view: filled(DEFAULT_SETTINGS.view, file.view),
  guidance: filled(DEFAULT_SETTINGS.guidance, file.guidance),
  prompts: filled(DEFAULT_SETTINGS.prompts, file.prompts),
});

/** A field that is there but undefined is left out. */
function filled<T extends object>(rule: T, given: { readonly [K in keyof T]?: T[K] | undefined } = {}): T {
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...rule, ...Object.fromEntries(said) };
}

const wrong = (where: string, message: string, cause?: unknown): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: `site settings: ${message}`,
    where,
    hint: "Correct the field, or leave it out to use the rule's own value.",
    cause,
  });
