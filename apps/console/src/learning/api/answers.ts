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
  /** Folder name, `id@version+sha12`, or the name of the shipped model. */
  name: z.string(),
  id: z.string(),
  version: z.string(),
  created: z.string().nullable(),
  current: z.boolean(),
  gate: z.enum(['passed', 'refused']).nullable(),
  round: z.string().nullable(),
});
export type Model = z.infer<typeof ModelSchema>;

export const ModelsSchema = z.object({
  /** Null: the shipped model. */
  current: z.string().nullable(),
  shipped: z.string(),
  models: z.array(ModelSchema),
});
export type Models = z.infer<typeof ModelsSchema>;

export const AuditSchema = z.object({ entries: z.array(AuditEntrySchema), intact: z.boolean() });
export type Audit = z.infer<typeof AuditSchema>;

export const DefaultsSchema = z.object({
  settings: RoundSettingsSchema,
  /** Whether the training code can be run; `hint` says how to set it up. */
  python: z.object({ ok: z.boolean(), hint: z.string().nullable() }),
  labelled: z.object({ path: z.string().nullable(), pictures: z.number().int() }),
  /** Folders that this station allows to be learnt from, beside `archive`. */
  roots: z.array(z.string()).default([]),
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

export const ShadowLineSchema = z.object({
  exam: z.string(),
  agreement: z.number().min(0).max(1),
});
export type ShadowLine = z.infer<typeof ShadowLineSchema>;
export const ShadowSchema = z.object({ lines: z.array(ShadowLineSchema) });

/** The body of every answer of the station that is an error. */
export const RefusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
