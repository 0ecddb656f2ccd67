import type { Weights } from '@haustra/learning';

export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counted half (Mann–Whitney).
 * Give `prepareAuc` the items once; the returned function takes weights and is cheap, for the bootstrap.
 * @returns a function of the weights, null where one of the two classes is empty
 */
export function prepareAuc(items: readonly Scored[]): (weights: Weights) => number | null {
  const order = [...items.keys()].sort((a, b) => scoreOf(items, a) - scoreOf(items, b));
  return (weights) => {
    let positives = 0;
    let negatives = 0;
    let wins = 0;
    for (let at = 0; at < order.length; ) {
      const score = scoreOf(items, order[at] ?? 0);
      let tiedPositives = 0;
      let tiedNegatives = 0;
      for (; at < order.length && scoreOf(items, order[at] ?? 0) === score; at++) {
        const item = order[at] ?? 0;
        if (items[item]?.positive) tiedPositives += weights[item] ?? 0;
        else tiedNegatives += weights[item] ?? 0;
      }
      wins += tiedPositives * (negatives + tiedNegatives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
    }
    return positives === 0 || negatives === 0 ? null : wins / (positives * negatives);
  };
}

/** Area under the ROC curve of the items as they are; null where one of the two classes is empty. */
export function auc(items: readonly Scored[]): number | null {
  return prepareAuc(items)(new Uint16Array(items.length).fill(1));
}

const scoreOf = (items: readonly Scored[], item: number) => items[item]?.score ?? 0;
