import { z } from 'zod';
import { SIZE_CLASSES } from './findings.js';
import { ORGANS, TYPE_CALLS } from './frame.js';
import { BoxSchema } from './geometry.js';
import { AUTHORS, CAECUM_WORDS, PHASES } from './journal.js';
import { ALARM_KINDS } from './prompt.js';
import { IndicatorSchema, ScoreSheetSchema } from './quality.js';
import { WALL_SECTORS } from './wall.js';

const time = z.number();
const duration = z.number().nonnegative();
const bbps = z.number().int().min(0).max(3).nullable();
/** What the engine and the doctor each say of a segment of the preparation. */
const scored = z.object({
  machine: z
    .object({
      score: z.number().int().min(0).max(3),
      /** True where the covered share of the wall was measured; otherwise the score is the lower of two possible ones. */
      measured: z.boolean(),
      sure: z.number().min(0).max(1),
      frames: z.number().int(),
      seconds: z.number().nonnegative(),
      bubbles: z.number().min(0).max(1).nullable(),
    })
    .nullable(),
  doctor: bbps,
});

/** `exam.json`: one examination, computed from its journal. `null` is "not known", never "none". */
export const ExamSchema = z.object({
  id: z.string(),
  source: z.object({
    kind: z.enum(['live', 'stream', 'recording']),
    name: z.string(),
    fingerprint: z.string().nullable(),
    startedAt: z.string().nullable(),
  }),
  model: z.object({
    id: z.string(),
    version: z.string(),
    sha256: z.string(),
    precision: z.enum(['int8', 'fp32']),
  }),
  organ: z.enum(ORGANS).nullable(),
  phases: z.array(z.object({ phase: z.enum(PHASES), startMs: time, endMs: time })),
  landmarks: z.array(z.object({ name: z.string(), atMs: time, score: z.number() })),
  /** Left out where the doctor said nothing of the caecum: what the engine saw, and the doctor's word, which wins. */
  caecum: z
    .object({
      seenMs: time.nullable(),
      seenScore: z.number().nullable(),
      word: z.enum(CAECUM_WORDS),
      wordMs: time,
    })
    .optional(),
  clock: z.object({
    insertionMs: duration.nullable(),
    withdrawalMs: duration.nullable(),
    effectiveWithdrawalMs: duration.nullable(),
    pausedMs: duration,
  }),
  cleanliness: z.object({
    right: bbps,
    transverse: bbps,
    left: bbps,
    total: z.number().int().min(0).max(9).nullable(),
    adequate: z.boolean().nullable(),
    reason: z.string(),
    /** Left out where no segment was scored. */
    segments: z.object({ right: scored, transverse: scored, left: scored }).optional(),
  }),
  lesions: z.array(
    z.object({
      id: z.number().int(),
      firstMs: time,
      lastMs: time,
      frames: z.number().int(),
      bestFrameMs: time,
      box: BoxSchema,
      call: z.enum(TYPE_CALLS),
      type: z.object({ neoplastic: z.number(), 'non-neoplastic': z.number() }),
      /** How large it is, by which method and how surely; null where that is not known, left out in older files. */
      size: z
        .object({
          class: z.enum(SIZE_CLASSES),
          mm: z.number().positive(),
          /** `place-on-wall`: from where it lies in the picture, in a colon of recalled radius; no depth was measured. */
          method: z.enum(['place-on-wall']),
          /** Probability of the class, 0..1. */
          sure: z.number().min(0).max(1),
          frames: z.number().int(),
          rule: z.string(),
        })
        .nullable()
        .optional(),
      segment: z.string().nullable(),
      photo: z.string().nullable(),
    }),
  ),
  prompts: z.array(
    z.object({
      atMs: time,
      kind: z.string(),
      severity: z.enum(['info', 'advice', 'warning']),
      text: z.string(),
      rule: z.string().optional(),
    }),
  ),
  /** When the withdrawal was too fast, or the scope slipped; left out where neither was. */
  alarms: z.array(z.object({ kind: z.enum(ALARM_KINDS), startMs: time, endMs: time })).optional(),
  /** What is documented by pictures; left out where no picture was given a place. */
  photos: z
    .object({
      missing: z.array(z.string()),
      /** Null in a gastroscopy. */
      caecumProved: z.boolean().nullable(),
      /** The pictures that stand and are said to show a place; those not confirmed are proposals and document nothing. */
      taken: z
        .array(
          z.object({
            place: z.string(),
            file: z.string(),
            atMs: time,
            by: z.enum(AUTHORS),
            confirmed: z.boolean(),
          }),
        )
        .optional(),
    })
    .optional(),
  /** Share of the wall passed on the way back that was seen; an estimate from the pictures. */
  coverage: z.number().min(0).max(1).nullable(),
  /** Left out where `coverage` is null. Lengths in radii of the bowel, drawn back since withdrawal began: relative, no millimetres. */
  coverageMap: z
    .object({
      passedRadii: z.number().nonnegative(),
      /** Share of the folds (stretches of one radius) around which the wall was seen. */
      complete: z.number().min(0).max(1),
      /** Seen of each sector, clockwise from where twelve o'clock was when withdrawal began. */
      folds: z.array(
        z.object({ fromRadii: z.number(), seen: z.array(z.number().min(0).max(1)).length(WALL_SECTORS) }),
      ),
      /** Folds in a row that were passed with sectors unseen: which ones, 0 being the first after twelve o'clock. */
      gaps: z.array(
        z.object({
          fromRadii: z.number(),
          toRadii: z.number(),
          sectors: z.array(
            z
              .number()
              .int()
              .min(0)
              .max(WALL_SECTORS - 1),
          ),
        }),
      ),
    })
    .optional(),
  /** Mean shrinking of the picture per second, one a second where motion is known; positive: the scope is drawn back. */
  speed: z.array(z.object({ ms: time, value: z.number() })),
  /** What was measured of the quality, each with the rule that defines it; left out in older files and outside the colon. */
  indicators: z.array(IndicatorSchema).optional(),
  /** Only of an examination held in training mode. */
  scoreSheet: ScoreSheetSchema.optional(),
  performance: z.object({
    framesIn: z.number().int(),
    framesAnalysed: z.number().int(),
    dropped: z.number().int(),
    fps: z.number().nonnegative(),
    latencyMs: z.object({ p50: duration, p95: duration, p99: duration }).nullable(),
    realtimeFactor: z.number().nonnegative().nullable(),
  }),
  disclaimer: z.string(),
});
export type Exam = z.infer<typeof ExamSchema>;
