import { isCaecum } from '../heads.js';
import type { SetMetrics } from '../measure.js';
import type { Proportion } from '../stats/wilson.js';
import { typedLesions } from '../types.js';
import { aucOf, type JudgedSet, precisionOf, type Shares, type Statistic, shareOf } from './statistics.js';

/** A value with the number of items that it was measured on. */
export interface Measured {
  readonly value: number;
  readonly n: number;
}

/** Something that two runs are compared by. */
export interface Quantity {
  readonly key: QuantityKey;
  /** Its value in the metrics of a set; null where it was not measured. */
  readonly of: (set: SetMetrics) => Measured | null;
  /** Its value for any weights of the pictures, from the predictions; null where these do not tell it. */
  readonly prepare: ((set: JudgedSet) => Statistic) | null;
}

export const QUANTITY_KEYS = [
  'ap50',
  'ap50to95',
  'lesionSensitivity',
  'pictureSensitivity',
  'specificity',
  'quietUnsearched',
  'dice',
  'typeAuc',
  'typeAccuracyAtCalls',
  'typeAccuracyAll',
  'typeCallRate',
  'organ',
  'usable',
  'cleanliness',
  'adequate',
  'bbps',
  'caecumAuc',
] as const;
export type QuantityKey = (typeof QUANTITY_KEYS)[number];

const share = (of: (shares: Shares) => Proportion | null): Omit<Quantity, 'key'> => ({
  of,
  prepare: (set) => shareOf(set, of),
});

const HOW: Readonly<Record<QuantityKey, Omit<Quantity, 'key'>>> = {
  ap50: {
    of: (set) => set.detection?.ap50 ?? null,
    prepare: (set) => precisionOf(set, (precision, weights) => precision.at(0, weights)),
  },
  ap50to95: {
    of: (set) => set.detection?.ap50to95 ?? null,
    prepare: (set) => precisionOf(set, (precision, weights) => precision.mean(weights)),
  },
  lesionSensitivity: share((s) => s.operating.lesions),
  pictureSensitivity: share((s) => s.operating.pictures),
  specificity: share((s) => s.operating.specificity),
  quietUnsearched: share((s) => s.operating.quietUnsearched),
  // The masks of the earlier run are not kept.
  dice: { of: (set) => set.mask?.dice ?? null, prepare: null },
  typeAuc: {
    of: (set) => set.type?.auc ?? null,
    prepare: (set) =>
      aucOf(set, (item) => typedLesions(item).map((l) => ({ score: l.said, positive: l.neoplastic }))),
  },
  typeAccuracyAtCalls: share((s) => s.type?.accuracyAtCalls ?? null),
  typeAccuracyAll: share((s) => s.type?.accuracyAll ?? null),
  typeCallRate: share((s) => s.type?.callRate ?? null),
  organ: share((s) => s.heads.organ?.accuracy ?? null),
  usable: share((s) => s.heads.usable?.accuracy ?? null),
  cleanliness: share((s) => s.heads.cleanliness?.accuracy ?? null),
  adequate: share((s) => s.heads.adequate?.accuracy ?? null),
  bbps: share((s) => s.heads.bbps?.accuracy ?? null),
  caecumAuc: {
    of: (set) => set.heads.caecum?.auc ?? null,
    prepare: (set) =>
      aucOf(set, (item) => {
        const positive = isCaecum(item);
        return positive === null ? [] : [{ score: item.prediction.landmarks.caecum, positive }];
      }),
  },
};

/** All that two runs are compared by, in the order in which it is shown. */
export const QUANTITIES: readonly Quantity[] = QUANTITY_KEYS.map((key) => ({ key, ...HOW[key] }));
