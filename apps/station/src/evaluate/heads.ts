import { CLEANLINESS, type Cleanliness, ORGANS, type Organ } from '@haustra/domain';
import { type BootstrapOptions, bootstrap, type Estimate } from '@haustra/learning';
import { type Case, groupOf } from './case.js';
import { prepareAuc, type Scored } from './stats/auc.js';
import { type Calibration, calibration } from './stats/calibration.js';
import { type Proportion, wilson } from './stats/wilson.js';

/** A question with two answers that the model puts to the whole picture. */
export interface YesNoMetrics {
  readonly positives: number;
  readonly negatives: number;
  readonly auc: Estimate | null;
  /** Right answers when a probability of 0.5 and more means yes. */
  readonly accuracy: Proportion | null;
  readonly sensitivity: Proportion | null;
  readonly specificity: Proportion | null;
  readonly calibration: Calibration | null;
  /** AUC inside each source that has both answers: here no source can give itself away. */
  readonly withinSource: readonly {
    readonly source: string;
    readonly n: number;
    readonly auc: Estimate | null;
  }[];
}

/** A question with several answers: right answers in all and by true class, and what was said for what. */
export interface ClassMetrics {
  readonly accuracy: Proportion | null;
  readonly byClass: readonly { readonly name: string; readonly recall: Proportion | null }[];
  /** Rows: the truth; columns: what the model said; both in the order of `byClass`. */
  readonly confusion: readonly (readonly number[])[];
}

export interface HeadMetrics {
  readonly organ: ClassMetrics | null;
  readonly colon: YesNoMetrics | null;
  readonly usable: YesNoMetrics | null;
  readonly cleanliness: ClassMetrics | null;
  readonly adequate: YesNoMetrics | null;
  /** BBPS 2–3 or 0–1 among pictures graded by BBPS: stool, which is a finding and no grade, left out on both sides. */
  readonly bbps: YesNoMetrics | null;
  readonly caecum: YesNoMetrics | null;
}

/** Measures what the model says of whole pictures; null where the index knows nothing of a question. */
export function headMetrics(cases: readonly Case[], options: BootstrapOptions): HeadMetrics {
  const yesNo = (truth: (item: Case) => boolean | null, said: (item: Case) => number) =>
    yesNoMetrics(cases, truth, said, options);
  return {
    organ: classMetrics(cases, ORGANS, (c) => c.row.organ, saidOrgan),
    colon: yesNo(
      (c) => (c.row.organ === null ? null : c.row.organ === 'colon'),
      (c) => c.prediction.organ.colon,
    ),
    usable: yesNo(isUsable, (c) => c.prediction.usable),
    cleanliness: classMetrics(cases, CLEANLINESS, (c) => c.row.cleanliness, saidCleanliness),
    adequate: yesNo(
      (c) => (c.row.cleanliness === null ? null : c.row.cleanliness === 'bbps-2-3'),
      (c) => c.prediction.cleanliness['bbps-2-3'],
    ),
    bbps: yesNo(gradedClean, (c) => saidClean(c.prediction.cleanliness)),
    caecum: yesNo(isCaecum, (c) => c.prediction.landmarks.caecum),
  };
}

/** True for a picture graded BBPS 2–3, false for 0–1, null for others: stool may lie in a clean colon. */
function gradedClean({ row }: Case): boolean | null {
  return row.cleanliness === null || row.cleanliness === 'impacted-stool'
    ? null
    : row.cleanliness === 'bbps-2-3';
}

/** The probability of BBPS 2–3 given that it is one of the two grades. */
function saidClean({ 'bbps-0-1': poor, 'bbps-2-3': good }: Case['prediction']['cleanliness']): number {
  return poor + good === 0 ? 0.5 : good / (poor + good);
}

/**
 * Whether the picture is usable. An index seldom says that one is: a picture on which somebody drew a lesion, graded
 * the cleanliness or named a landmark is taken as usable too.
 */
export function isUsable({ row }: Case): boolean | null {
  if (row.quality !== null) return row.quality === 'usable';
  const read = (row.boxes?.length ?? 0) > 0 || row.cleanliness !== null || row.landmark !== null;
  return read ? true : null;
}

/**
 * Whether the picture shows the caecum. Pictures of the colon with another landmark, and those without any that show
 * a drawn lesion or a graded cleanliness, are taken as "not the caecum"; a few of them may be wrong.
 */
export function isCaecum({ row }: Case): boolean | null {
  if (row.landmark !== null) return row.landmark === 'caecum';
  const readForOtherThings = row.organ === 'colon' && (row.boxes !== null || row.cleanliness !== null);
  return readForOtherThings && row.quality !== 'unusable' ? false : null;
}

/** The most probable organ. */
export const saidOrgan = ({ prediction }: Case): Organ => mostProbable(ORGANS, prediction.organ);

/** The most probable cleanliness. */
export const saidCleanliness = ({ prediction }: Case): Cleanliness =>
  mostProbable(CLEANLINESS, prediction.cleanliness);

function mostProbable<T extends string>(classes: readonly T[], said: Readonly<Record<T, number>>): T {
  return classes.reduce((best, name) => (said[name] > said[best] ? name : best));
}

function yesNoMetrics(
  cases: readonly Case[],
  truth: (item: Case) => boolean | null,
  said: (item: Case) => number,
  options: BootstrapOptions,
): YesNoMetrics | null {
  const known = cases.flatMap((item) => {
    const positive = truth(item);
    return positive === null
      ? []
      : [{ positive, score: said(item), group: groupOf(item), source: item.row.source }];
  });
  if (known.length === 0) return null;
  const right = (items: readonly Scored[]) =>
    wilson(items.filter((i) => i.score >= 0.5 === i.positive).length, items.length);
  const aucOf = (items: typeof known) =>
    bootstrap(
      items.map((i) => i.group),
      prepareAuc(items),
      options,
    );
  const positives = known.filter((i) => i.positive);
  const negatives = known.filter((i) => !i.positive);
  const sources = [...new Set(positives.map((i) => i.source))].filter((source) =>
    negatives.some((i) => i.source === source),
  );
  return {
    positives: positives.length,
    negatives: negatives.length,
    auc: aucOf(known),
    accuracy: right(known),
    sensitivity: right(positives),
    specificity: right(negatives),
    calibration: calibration(known),
    withinSource: sources.sort().map((source) => {
      const items = known.filter((i) => i.source === source);
      return { source, n: items.length, auc: aucOf(items) };
    }),
  };
}

function classMetrics<T extends string>(
  cases: readonly Case[],
  classes: readonly T[],
  truth: (item: Case) => T | null,
  said: (item: Case) => T,
): ClassMetrics | null {
  const known = cases.filter((item) => truth(item) !== null);
  if (known.length === 0) return null;
  const confusion = classes.map((row) =>
    classes.map((column) => known.filter((c) => truth(c) === row && said(c) === column).length),
  );
  const diagonal = classes.map((_, index) => confusion[index]?.[index] ?? 0);
  return {
    accuracy: wilson(
      diagonal.reduce((sum, hits) => sum + hits, 0),
      known.length,
    ),
    byClass: classes.map((name, index) => ({
      name,
      recall: wilson(
        diagonal[index] ?? 0,
        (confusion[index] ?? []).reduce((sum, hits) => sum + hits, 0),
      ),
    })),
    confusion,
  };
}
