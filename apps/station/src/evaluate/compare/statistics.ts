import type { Weights } from '@haustra/learning';
import { type Case, groupOf } from '../case.js';
import { AveragePrecision } from '../detection/average-precision.js';
import { atOperatingPoint } from '../detection/operating.js';
import { headMetrics } from '../heads.js';
import { matchedPictures, type SetMetrics } from '../measure.js';
import { prepareAuc, type Scored } from '../stats/auc.js';
import type { Proportion } from '../stats/wilson.js';
import { typeMetrics } from '../types.js';

/** A value for given weights, one weight a picture of the set; null where it is undefined. */
export type Statistic = (weights: Weights) => number | null;

/** The part of the metrics that is made of shares. */
export type Shares = Pick<SetMetrics, 'operating' | 'type' | 'heads'>;

/** One picture with the shares of it alone: what it adds to the shares of any set that holds it. */
export interface Judged {
  readonly item: Case;
  readonly shares: Shares;
}

/** The pictures of one set, in its order, and what draws them together in the bootstrap. */
export interface JudgedSet {
  readonly judged: readonly Judged[];
  readonly groups: readonly string[];
}

/** No bootstrap: values only. */
const VALUES_ONLY = { rounds: 0, seed: 0 };

/** Judges each picture by itself; worth doing once for all sets that hold it. */
export function judge(item: Case): Judged {
  return {
    item,
    shares: {
      operating: atOperatingPoint([item]),
      type: typeMetrics([item], VALUES_ONLY),
      heads: headMetrics([item], VALUES_ONLY),
    },
  };
}

export const judgedSet = (judged: readonly Judged[]): JudgedSet => ({
  judged,
  groups: judged.map(({ item }) => groupOf(item)),
});

/** A share of the set from the shares of its pictures. */
export function shareOf({ judged }: JudgedSet, of: (shares: Shares) => Proportion | null): Statistic {
  const parts = judged.map(({ shares }) => of(shares));
  return (weights) => {
    let hits = 0;
    let n = 0;
    for (const [picture, part] of parts.entries()) {
      if (part === null) continue;
      hits += part.hits * (weights[picture] ?? 0);
      n += part.n * (weights[picture] ?? 0);
    }
    return n === 0 ? null : hits / n;
  };
}

/** Average precision of the set, by the method that `read` chooses. */
export function precisionOf(
  { judged }: JudgedSet,
  read: (precision: AveragePrecision, weights: Weights) => number | null,
): Statistic {
  const known = judged.flatMap(({ item }, picture) =>
    matchedPictures([item]).map((m) => ({ picture, ...m })),
  );
  const precision = new AveragePrecision(known.map((k) => k.matched));
  const own = new Uint16Array(known.length);
  return (weights) => {
    for (const [index, { picture }] of known.entries()) own[index] = weights[picture] ?? 0;
    return read(precision, own);
  };
}

/** Area under the ROC curve over all that `itemsOf` gives for the pictures of the set. */
export function aucOf({ judged }: JudgedSet, itemsOf: (item: Case) => readonly Scored[]): Statistic {
  const items = judged.flatMap(({ item }, picture) =>
    itemsOf(item).map((scored) => ({ picture, ...scored })),
  );
  const auc = prepareAuc(items);
  const own = new Uint16Array(items.length);
  return (weights) => {
    for (const [index, { picture }] of items.entries()) own[index] = weights[picture] ?? 0;
    return auc(own);
  };
}
