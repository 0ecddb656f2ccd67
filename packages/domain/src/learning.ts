import { z } from 'zod';
import { CLEANLINESS, ORGANS } from './frame.js';
import { BoxSchema } from './geometry.js';

/** The stages of a round of learning, in order. Each leaves its result whole on the disk, so that a round goes on after a stop. */
export const ROUND_STAGES = ['gather', 'train', 'release', 'evaluate', 'gate', 'shadow', 'decide'] as const;
export type RoundStage = (typeof ROUND_STAGES)[number];

/**
 * `running` a process works on it · `paused` by a person · `stopped` its process ended without a word (it can be resumed) ·
 * `failed` with `problem` · `cancelled` by a person · `waiting` in shadow: for the next examinations · `done` decided.
 */
export const ROUND_STATES = [
  'running',
  'paused',
  'stopped',
  'failed',
  'cancelled',
  'waiting',
  'done',
] as const;
export type RoundState = (typeof ROUND_STATES)[number];

/** Why a frame is not learnt from. `frozen`: it is, or nearly is, a picture that models are judged on. */
export const DROP_REASONS = ['outside', 'unusable', 'duplicate', 'frozen', 'unreadable', 'surplus'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export const RoundIdSchema = z.string().regex(/^round-[0-9]{8}-[0-9]{6}-[0-9a-f]{4}$/, 'a round id');

/** What a round was asked to do. */
export const RoundSettingsSchema = z.object({
  /** Folders or files of recordings or pictures; `archive` stands for the station's own examinations. */
  sources: z.array(z.string().min(1)).min(1),
  /** Most frames kept. */
  frames: z.number().int().positive(),
  /** Frames looked at for each second of a recording. */
  perSecond: z.number().positive(),
  /** Folder with `index.csv` of labelled pictures (train, val and test splits); null: what corrections there are. */
  labelled: z.string().nullable(),
  /** Minutes of training. The number of steps follows from them once, at the start, so that a resumed round ends the same. */
  minutes: z.number().positive(),
  /** Rounds of self-supervised pretraining before self-training; 0 none. */
  pretrain: z.number().int().nonnegative(),
  seed: z.number().int().nonnegative(),
  /** Examinations that the candidate runs beside the current model, unseen, before it can be promoted. */
  shadowExams: z.number().int().nonnegative(),
  /** Promote by itself once all gates are passed; otherwise a person does. */
  autoPromote: z.boolean(),
});
export type RoundSettings = z.infer<typeof RoundSettingsSchema>;

/** One line of `frames.jsonl`: a frame that was looked at. */
export const GatheredFrameSchema = z.object({
  /** Number within the round, from 0; kept frames lie in `frames/<n>.jpg`. */
  n: z.number().int().nonnegative(),
  source: z.string(),
  /** Time within the recording; null for a single picture. */
  atMs: z.number().nullable(),
  kept: z.boolean(),
  why: z.enum(DROP_REASONS).nullable(),
  organ: z.enum(ORGANS).nullable(),
  usable: z.number().min(0).max(1).nullable(),
  /** Highest lesion score of the current model. */
  best: z.number().min(0).max(1).nullable(),
  /** How much the current model would like to know (0…1): what active learning asks first. */
  doubt: z.number().min(0).max(1).nullable(),
});
export type GatheredFrame = z.infer<typeof GatheredFrameSchema>;

/** What a doctor says of a frame; becomes a label of the next round. Unsaid parts are null: not known. */
export const CorrectionSchema = z.object({
  round: RoundIdSchema,
  frame: z.number().int().nonnegative(),
  by: z.string().min(1).max(80),
  at: z.iso.datetime(),
  organ: z.enum(ORGANS).nullable(),
  usable: z.boolean().nullable(),
  cleanliness: z.enum(CLEANLINESS).nullable(),
  caecum: z.boolean().nullable(),
  /** `[]` is "looked: no lesion"; null is "not said". */
  lesions: z
    .array(z.object({ box: BoxSchema, type: z.enum(['unknown', 'neoplastic', 'non-neoplastic']) }))
    .nullable(),
});
export type Correction = z.infer<typeof CorrectionSchema>;

/** One comparison of the gate: candidate against current on the very same pictures. */
export const GateCheckSchema = z.object({
  head: z.string(),
  measure: z.string(),
  /** `all`, or `kind:value` such as `source:polypgen`, `size:small`, `light:nbi`, `cleanliness:bbps-0-1`. */
  subgroup: z.string(),
  n: z.number().int().nonnegative(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  difference: z.number().nullable(),
  /** 95 % interval of the difference, paired bootstrap over groups (sequences). */
  low: z.number().nullable(),
  high: z.number().nullable(),
  verdict: z.enum(['better', 'same', 'worse', 'too-few']),
});
export type GateCheck = z.infer<typeof GateCheckSchema>;

/** `gate.json`: why a candidate may or may not take the place of the current model. */
export const GateReportSchema = z.object({
  current: z.string(),
  candidate: z.string(),
  passed: z.boolean(),
  /** Codes with their facts; words come from the message catalogues. */
  reasons: z.array(
    z.object({
      code: z.enum(['worse', 'no-gain', 'frozen-set-changed', 'leak', 'too-few-pictures', 'slower', 'gain']),
      head: z.string().nullable(),
      subgroup: z.string().nullable(),
      fact: z.string(),
    }),
  ),
  checks: z.array(GateCheckSchema),
  frozenSet: z.object({
    pictures: z.number().int(),
    sha256: z.string(),
    /** Pictures of the site's own among them. */
    own: z.number().int(),
  }),
  disclaimer: z.string(),
});
export type GateReport = z.infer<typeof GateReportSchema>;

/** `round.json`: where a round stands. */
export const RoundSchema = z.object({
  id: RoundIdSchema,
  startedAt: z.iso.datetime(),
  settings: RoundSettingsSchema,
  /** Model that it began from, `id@version+sha12`. */
  current: z.string(),
  stage: z.enum(ROUND_STAGES),
  state: z.enum(ROUND_STATES),
  progress: z.object({
    done: z.number().nonnegative(),
    of: z.number().nonnegative(),
    /** Null until it can be told. */
    secondsLeft: z.number().nonnegative().nullable(),
    /** Picture rate, loss, and what else the stage wants to show. */
    note: z.string(),
    /** Of the whole round, from how long its stages took before; null until it can be told. */
    totalSecondsLeft: z.number().nonnegative().nullable().optional(),
  }),
  counts: z.object({
    looked: z.number().int(),
    kept: z.number().int(),
    dropped: z.partialRecord(z.enum(DROP_REASONS), z.number().int()),
    corrections: z.number().int(),
  }),
  candidate: z.string().nullable(),
  gatePassed: z.boolean().nullable(),
  shadow: z.object({
    wanted: z.number().int(),
    done: z.number().int(),
    /** Examinations that began from here on count. */
    from: z.iso.datetime().optional(),
  }),
  decision: z.enum(['promoted', 'refused']).nullable(),
  problem: z.object({ message: z.string(), hint: z.string() }).nullable(),
  /** Asked by a person, and not done yet: the work stops at the next good moment, within seconds. */
  asked: z.enum(['pause', 'cancel']).nullable().optional(),
  /** True while an examination is open at the station: the round rests until it has ended. */
  yielding: z.boolean().optional(),
  /** Seconds of work on each stage so far. */
  seconds: z.partialRecord(z.enum(ROUND_STAGES), z.number().nonnegative()).optional(),
});
export type Round = z.infer<typeof RoundSchema>;

/** What happens to models, in the audit journal `DATA/models/journal.jsonl` (chained as an examination's journal is). */
export const ModelEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('added'),
    model: z.string(),
    from: z.string(),
    round: RoundIdSchema.nullable(),
  }),
  z.object({ type: z.literal('round-started'), round: RoundIdSchema, current: z.string() }),
  z.object({
    type: z.literal('round-stage'),
    round: RoundIdSchema,
    stage: z.enum(ROUND_STAGES),
    state: z.enum(ROUND_STATES),
  }),
  z.object({
    type: z.literal('gated'),
    round: RoundIdSchema.nullable(),
    model: z.string(),
    /** SHA-256 of the judged model's manifest, which names its files: the same name with another manifest is another model. */
    manifest: z.string(),
    /** Model that it was judged against; the judgement is worth nothing against another. */
    current: z.string(),
    passed: z.boolean(),
    reasons: z.array(z.string()),
    /** Where `gate.json` lies. */
    report: z.string(),
  }),
  z.object({
    type: z.literal('shadowed'),
    round: RoundIdSchema.nullable(),
    model: z.string(),
    exam: z.string(),
    agreement: z.number(),
  }),
  z.object({
    type: z.literal('promoted'),
    model: z.string(),
    before: z.string().nullable(),
    gate: z.string().nullable(),
    /** True where a person promoted it although a gate was not passed. */
    forced: z.boolean(),
  }),
  z.object({ type: z.literal('rolled-back'), model: z.string().nullable(), before: z.string() }),
  z.object({ type: z.literal('refused'), model: z.string(), reasons: z.array(z.string()) }),
  /** The site's own labelled pictures were set as what models are judged on. */
  z.object({ type: z.literal('frozen'), pictures: z.number().int(), sha256: z.string() }),
  z.object({ type: z.literal('corrected'), round: RoundIdSchema, frame: z.number().int() }),
]);
export type ModelEvent = z.infer<typeof ModelEventSchema>;

/** One line of the audit journal. */
export const AuditEntrySchema = z.object({
  seq: z.number().int().nonnegative(),
  at: z.iso.datetime(),
  /** Who: a person's name, or `station`. */
  by: z.string(),
  event: ModelEventSchema,
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AuditEntry = z.infer<typeof AuditEntrySchema>;
