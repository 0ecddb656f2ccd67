import {
  AuditEntrySchema,
  BoxSchema,
  CorrectionSchema,
  GatheredFrameSchema,
  RoundSchema,
  RoundSettingsSchema,
} from '@haustra/domain';
import { z } from 'zod';

/** What the station answers on `/api/learning/*` and `/api/models*`, beside the words of `@haustra/domain`. */
export const RoundsSchema = z.object({ rounds: z.array(RoundSchema) });

export const ModelSchema = z.object({
  /** `id@version+sha12`. */
  name: z.string(),
  current: z.boolean(),
  gate: z.enum(['passed', 'refused']).nullable(),
  promoted: z.object({ at: z.string(), by: z.string(), forced: z.boolean() }).nullable(),
  /** Why it cannot be opened. */
  problem: z.string().nullable(),
});
export type Model = z.infer<typeof ModelSchema>;

export const ModelsSchema = z.object({
  /** Null: the shipped model. */
  current: z.string().nullable(),
  shipped: z.string(),
  /** When the model in use came into use, and by whose word; null where it was always so. */
  since: z.object({ at: z.string(), by: z.string() }).nullable(),
  /** What rolling back leads to; null is the shipped model. */
  before: z.string().nullable(),
  canRollBack: z.boolean(),
  models: z.array(ModelSchema),
});
export type Models = z.infer<typeof ModelsSchema>;

export const AuditSchema = z.object({ entries: z.array(AuditEntrySchema), intact: z.boolean() });
export type Audit = z.infer<typeof AuditSchema>;

export const DefaultsSchema = z.object({
  settings: RoundSettingsSchema,
  /** Whether the training code can be run; `hint` says how to set it up. */
  python: z.object({ ok: z.boolean(), hint: z.string() }),
  labelled: z.object({ path: z.string().nullable(), pictures: z.number().int() }),
  /** Folders that this station may learn from, beside `archive`. */
  sources: z.array(z.string()),
});
export type Defaults = z.infer<typeof DefaultsSchema>;

export const FramesSchema = z.object({
  total: z.number().int().nonnegative(),
  frames: z.array(GatheredFrameSchema),
});
export type Frames = z.infer<typeof FramesSchema>;

export const QuestionSchema = z.object({
  frame: GatheredFrameSchema,
  lesions: z.array(z.object({ box: BoxSchema, score: z.number() })),
  correction: CorrectionSchema.nullable(),
});
export type Question = z.infer<typeof QuestionSchema>;
export const QuestionsSchema = z.object({ frames: z.array(QuestionSchema) });

/** In what two models may differ. `lost`: a lesion shown by the current model alone; `new`: by the candidate alone. */
export const SHADOW_DIFFERENCES = ['lost', 'new', 'type', 'organ', 'usable'] as const;

export const ShadowLineSchema = z.object({
  exam: z.string(),
  /** Share of the frames on which both say the same of everything. */
  agreement: z.number().min(0).max(1),
  frames: z.number().int(),
  lesions: z.object({ both: z.number().int(), lost: z.number().int(), new: z.number().int() }),
  /** The longest stretches in which they differ, in order of time. */
  differences: z.array(
    z.object({
      what: z.enum(SHADOW_DIFFERENCES),
      file: z.string(),
      fromMs: z.number().nullable(),
      toMs: z.number().nullable(),
      frames: z.number().int(),
    }),
  ),
  /** Stretches that are not listed. */
  more: z.number().int(),
});
export type ShadowLine = z.infer<typeof ShadowLineSchema>;
export const ShadowSchema = z.object({ lines: z.array(ShadowLineSchema) });
