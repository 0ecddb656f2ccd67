import { z } from 'zod';
import { FRAMES } from './frame/redraw.js';
import type { SetMetrics } from './measure.js';

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();
const estimate = z.object({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: count,
});
const proportion = z.object({ value: share, low: share, high: share, hits: count, n: count });
const calibration = z.object({
  ece: share,
  eceByChance: share.nullable().default(null),
  n: count,
  bins: z.array(z.object({ from: share, to: share, n: count, said: share, true: share })),
});
const yesNo = z.object({
  positives: count,
  negatives: count,
  auc: estimate.nullable(),
  accuracy: proportion.nullable(),
  sensitivity: proportion.nullable(),
  specificity: proportion.nullable(),
  calibration: calibration.nullable(),
  withinSource: z.array(z.object({ source: z.string(), n: count, auc: estimate.nullable() })),
});
const classes = z.object({
  accuracy: proportion.nullable(),
  byClass: z.array(z.object({ name: z.string(), recall: proportion.nullable() })),
  confusion: z.array(z.array(count)),
});

const SetMetricsSchema = z.object({
  name: z.string(),
  kind: z.enum(['named', 'all', 'split', 'source', 'light']),
  pictures: count,
  sequences: count,
  unread: count,
  withPolyp: count,
  withoutPolyp: count,
  detection: z
    .object({
      pictures: count,
      lesions: count,
      ap50: estimate.nullable(),
      ap50to95: estimate.nullable(),
      calibration: calibration.nullable(),
      curve: z.array(z.object({ score: share, recall: share, precision: share })),
    })
    .nullable(),
  operating: z.object({
    lesions: proportion.nullable(),
    lesionsPointedAt: proportion.nullable(),
    pictures: proportion.nullable(),
    sequences: proportion.nullable(),
    specificity: proportion.nullable(),
    quietUnsearched: proportion.nullable().default(null),
    sequenceSpecificity: proportion.nullable(),
    falseBoxesPerPicture: z.number().nonnegative().nullable(),
    strayBoxesPerPicture: z.number().nonnegative().nullable(),
    falseBoxesPerCleanPicture: z.number().nonnegative().nullable(),
    bySize: z.array(z.object({ size: z.string(), lesions: proportion.nullable() })),
  }),
  tradeOff: z.array(
    z.object({
      threshold: share,
      lesionSensitivity: share.nullable(),
      specificity: share.nullable(),
      falseBoxesPerPicture: z.number().nullable(),
      falseBoxesPerCleanPicture: z.number().nullable(),
    }),
  ),
  mask: z.object({ dice: estimate.nullable(), iou: estimate.nullable() }).nullable(),
  type: z
    .object({
      found: proportion.nullable(),
      neoplastic: count,
      auc: estimate.nullable(),
      callRate: proportion.nullable(),
      accuracyAtCalls: proportion.nullable(),
      accuracyAll: proportion.nullable().default(null),
      accuracyOfSurest: proportion.nullable().default(null),
      neoplasticCalled: proportion.nullable(),
      nonNeoplasticCalled: proportion.nullable(),
      calibration: calibration.nullable(),
    })
    .nullable(),
  heads: z.object({
    organ: classes.nullable(),
    colon: yesNo.nullable(),
    usable: yesNo.nullable(),
    cleanliness: classes.nullable(),
    adequate: yesNo.nullable(),
    bbps: yesNo.nullable().default(null),
    caecum: yesNo.nullable(),
  }),
});

/**
 * `metrics.json`, as `haustra evaluate` writes it. `null` is "not known", never 0. What has a default was not yet
 * measured by the first versions: their files are read, and say "not known" there.
 */
export const MetricsFileSchema = z.object({
  /** Name and SHA-256 of the model that ran, as the predictions carry it. */
  model: z.string(),
  /** Base name of the index, and which of its pictures were measured; `null` is the default choice. */
  index: z.string(),
  splits: z.array(z.string()).nullable(),
  sources: z.array(z.string()).nullable(),
  /** SHA-256 of the ids of the pictures; two runs with the same one measured the same pictures. */
  picturesSha256: z.string().nullable().default(null),
  /** Whether the model saw the borders of the pictures as they are or redrawn at random; `null` is not known. */
  frame: z.enum(FRAMES).nullable().default(null),
  bootstrap: z.object({ rounds: count, seed: count, level: z.literal(0.95) }),
  sets: z.array(SetMetricsSchema),
  disclaimer: z.string(),
});
export type MetricsFile = Omit<z.infer<typeof MetricsFileSchema>, 'sets'> & {
  readonly sets: readonly SetMetrics[];
};

/** The published JSON Schema of `metrics.json`, as text for `docs/schemas/`. */
export function metricsJsonSchema(): string {
  const title = 'What haustra evaluate measured (metrics.json)';
  return `${JSON.stringify({ title, ...z.toJSONSchema(MetricsFileSchema, { io: 'input', reused: 'ref' }) }, null, 2)}\n`;
}
