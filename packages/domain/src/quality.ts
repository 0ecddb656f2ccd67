import { z } from 'zod';

/** What is measured of an examination after it; the console has words for each. */
export const INDICATORS = [
  'caecum-reached',
  'caecum-documented',
  'insertion-time',
  'withdrawal-time',
  'effective-withdrawal-time',
  'withdrawal-minimum',
  'withdrawal-goal',
  'bbps-total',
  'preparation-adequate',
  'clear-view',
  'obscured-view',
  'too-fast',
  'coverage',
  'lesions',
  'lesions-per-minute',
  'lesions-photographed',
  'photos-missing',
  'prompts',
] as const;
export type IndicatorId = (typeof INDICATORS)[number];

/** `share` 0..1; `per-minute` of effective withdrawal; `yes-no` is told by true and false. */
export const INDICATOR_UNITS = ['yes-no', 'ms', 'points', 'share', 'count', 'per-minute'] as const;

/** One indicator of quality, with the rule that defines it. `null` is "not known", never "no". */
export const IndicatorSchema = z.object({
  id: z.enum(INDICATORS),
  value: z.union([z.number(), z.boolean()]).nullable(),
  unit: z.enum(INDICATOR_UNITS),
  /** Null where the rule gives none: the value is then told and not judged. */
  target: z
    .union([
      z.object({ atLeast: z.number() }),
      z.object({ atMost: z.number() }),
      z.object({ is: z.boolean() }),
    ])
    .nullable(),
  /** Null where the value is not known or there is no target. */
  met: z.boolean().nullable(),
  rule: z.string(),
  source: z.string(),
  verified: z.boolean(),
});
export type Indicator = z.infer<typeof IndicatorSchema>;

/** Parts of the score sheet of a training examination. */
export const SCORE_PARTS = [
  'speed',
  'clear-view',
  'cleanliness',
  'withdrawal-time',
  'caecum',
  'completeness',
  'retroflexion',
  'reaction',
] as const;
export type ScorePartId = (typeof SCORE_PARTS)[number];

/** Why a part has no score; the console has a sentence for each. */
export const SCORE_REASONS = [
  'no-withdrawal',
  'no-motion',
  'not-scored-clean',
  'caecum-unknown',
  'photos-unplaced',
  'no-coverage',
  'no-retroflexion',
  'nothing-asked',
] as const;
export type ScoreReason = (typeof SCORE_REASONS)[number];

export const ScorePartSchema = z.object({
  id: z.enum(SCORE_PARTS),
  score: z.number().min(0).max(100).nullable(),
  /** Why it is not known; null where it is. */
  reason: z.enum(SCORE_REASONS).nullable(),
  /** Without it there is no total. */
  matters: z.boolean(),
  rule: z.string(),
});
export type ScorePart = z.infer<typeof ScorePartSchema>;

/** The score sheet of an examination that was held in training mode. */
export const ScoreSheetSchema = z.object({
  parts: z.array(ScorePartSchema),
  /** Mean of the known parts; null where a part that matters is not known. */
  total: z.number().min(0).max(100).nullable(),
  rule: z.string(),
  note: z.string(),
});
export type ScoreSheet = z.infer<typeof ScoreSheetSchema>;
