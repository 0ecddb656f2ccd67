import { fromBox, iou, type TypeCall } from '@haustra/domain';
import { type BootstrapOptions, bootstrap, type Estimate } from '@haustra/learning';
import { type Case, groupOf } from './case.js';
import { prepareAuc, type Scored } from './stats/auc.js';
import { type Calibration, calibration } from './stats/calibration.js';
import { type Proportion, wilson } from './stats/wilson.js';

/** One lesion whose nature is known, with the best box that found it. */
export interface TypedLesion {
  readonly picture: string;
  readonly group: string;
  readonly neoplastic: boolean;
  /** The model's probability of neoplastic. */
  readonly said: number;
  readonly call: TypeCall;
}

/** How well the model tells neoplastic from non-neoplastic lesions, over lesions that it found at all. */
export interface TypeMetrics {
  /** Lesions of known nature, and how many of them were found (score ≥ 0.01, IoU ≥ 0.5). */
  readonly found: Proportion | null;
  readonly neoplastic: number;
  readonly auc: Estimate | null;
  /** Found lesions for which the model makes a call. */
  readonly callRate: Proportion | null;
  /** Calls that are right. */
  readonly accuracyAtCalls: Proportion | null;
  /** Found lesions told right when a probability of neoplastic of 0.5 and more means neoplastic: every one is told. */
  readonly accuracyAll: Proportion | null;
  /** The same of the surest four fifths of them: what the model reaches when it may leave the unsurest fifth alone, whatever its limits of a call. */
  readonly accuracyOfSurest: Proportion | null;
  /** Found neoplastic lesions called neoplastic, and the like for non-neoplastic; no call counts as not right. */
  readonly neoplasticCalled: Proportion | null;
  readonly nonNeoplasticCalled: Proportion | null;
  readonly calibration: Calibration | null;
}

/** Share of the found lesions of which `accuracyOfSurest` speaks. */
const SUREST = 0.8;

/** Measures the type calls; null where no drawn lesion has a known nature. */
export function typeMetrics(cases: readonly Case[], options: BootstrapOptions): TypeMetrics | null {
  const known = cases.reduce((sum, item) => sum + typedBoxes(item).length, 0);
  if (known === 0) return null;
  const found = cases.flatMap(typedLesions);
  const called = found.filter((lesion) => lesion.call !== 'no-call');
  const right = called.filter(isRight);
  const scored: Scored[] = found.map((l) => ({ score: l.said, positive: l.neoplastic }));
  const ofNature = (neoplastic: boolean) => {
    const those = found.filter((l) => l.neoplastic === neoplastic);
    return wilson(those.filter(isRight).length, those.length);
  };
  return {
    found: wilson(found.length, known),
    neoplastic: found.filter((l) => l.neoplastic).length,
    auc: bootstrap(
      found.map((l) => l.group),
      prepareAuc(scored),
      options,
    ),
    callRate: wilson(called.length, found.length),
    accuracyAtCalls: wilson(right.length, called.length),
    accuracyAll: rightAtHalf(found),
    accuracyOfSurest: rightAtHalf(surest(found, SUREST)),
    neoplasticCalled: ofNature(true),
    nonNeoplasticCalled: ofNature(false),
    calibration: calibration(scored),
  };
}

/** Lesions told right when a probability of neoplastic of 0.5 and more means neoplastic. */
const rightAtHalf = (lesions: readonly TypedLesion[]): Proportion | null =>
  wilson(lesions.filter((l) => l.said >= 0.5 === l.neoplastic).length, lesions.length);

/** At least `share` of the lesions: those whose probability lies furthest from 0.5. */
function surest(lesions: readonly TypedLesion[], share: number): readonly TypedLesion[] {
  const ordered = [...lesions].sort((a, b) => Math.abs(b.said - 0.5) - Math.abs(a.said - 0.5));
  return ordered.slice(0, Math.ceil(share * lesions.length));
}

/** The lesions of known nature in one picture that a candidate found, each with its best-scoring candidate. */
export function typedLesions(item: Case): TypedLesion[] {
  return typedBoxes(item).flatMap(([x, y, w, h, label]) => {
    const drawn = fromBox([x, y, w, h]);
    const best = item.prediction.lesions
      .filter((lesion) => iou(fromBox(lesion.box), drawn) >= 0.5)
      .reduce<Case['prediction']['lesions'][number] | null>(
        (most, lesion) => (most === null || lesion.score > most.score ? lesion : most),
        null,
      );
    if (best === null) return [];
    return {
      picture: item.row.id,
      group: groupOf(item),
      neoplastic: label === 'neoplastic',
      said: best.type.neoplastic,
      call: best.call,
    };
  });
}

/** True where the call was made and is right. */
export const isRight = (lesion: TypedLesion): boolean =>
  lesion.call === (lesion.neoplastic ? 'neoplastic' : 'non-neoplastic');

/** The drawn lesions whose nature is known. */
export const typedBoxes = ({ row }: Case) => (row.boxes ?? []).filter(([, , , , label]) => label !== 'polyp');
