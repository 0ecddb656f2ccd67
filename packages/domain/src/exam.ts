import { z } from 'zod';
import { ORGANS, TYPE_CALLS } from './frame.js';
import { BoxSchema } from './geometry.js';
import { CAECUM_WORDS, PHASES } from './journal.js';
import { ALARM_KINDS } from './prompt.js';

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
  photos: z.object({ missing: z.array(z.string()), caecumProved: z.boolean() }).optional(),
  coverage: z.number().min(0).max(1).nullable(),
  /** Mean shrinking of the picture per second, one a second where motion is known; positive: the scope is drawn back. */
  speed: z.array(z.object({ ms: time, value: z.number() })),
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
