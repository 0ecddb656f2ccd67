import { z } from 'zod';

const FileSchema = z.object({
  path: z.string().regex(/^[\w.-]+$/, 'a file name in the model folder'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
});

const PointSchema = z.object({ show: z.number().min(0).max(1) });

/** `manifest.json` of a released model: what the file is, what goes in, what comes out, and what it may be used for. */
export const ModelManifestSchema = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string(),
  created: z.string(),
  files: z.object({ int8: FileSchema, fp32: FileSchema }),
  default: z.enum(['int8', 'fp32']),
  input: z.object({
    name: z.string(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    layout: z.literal('NHWC'),
    dtype: z.literal('uint8'),
    colour: z.literal('rgb'),
    fit: z.literal('stretch'),
    crop: z.literal('visible-field'),
  }),
  tasks: z.object({
    lesion: z.object({ boxes: z.string(), scores: z.string(), mask: z.string() }),
    type: z.object({
      output: z.string(),
      classes: z.tuple([z.literal('non-neoplastic'), z.literal('neoplastic')]),
    }),
    organ: z.object({
      output: z.string(),
      classes: z.tuple([z.literal('colon'), z.literal('upper'), z.literal('outside')]),
    }),
    usable: z.object({ output: z.string() }),
    cleanliness: z.object({
      output: z.string(),
      classes: z.tuple([z.literal('bbps-0-1'), z.literal('bbps-2-3'), z.literal('impacted-stool')]),
    }),
    caecum: z.object({ output: z.string() }),
    embedding: z.object({ output: z.string(), dimensions: z.number().int(), stride: z.number().int() }),
    /** Descriptor of the whole picture, of unit length; older models have none. */
    search: z.object({ output: z.string(), dimensions: z.number().int().positive() }).optional(),
    /** Signs of the whole picture, by the names of `FrameSigns`; older models have none. */
    signs: z.object({ instrument: z.string(), residue: z.string(), bubbles: z.string() }).optional(),
  }),
  /** Score from which a lesion counts as seen: A sensitive, B quiet. */
  operatingPoints: z.object({ A: PointSchema, B: PointSchema }),
  defaultOperatingPoint: z.enum(['A', 'B']),
  nmsIou: z.number().min(0).max(1),
  typeCall: z.object({ neoplasticAbove: z.number(), nonNeoplasticBelow: z.number() }),
  licence: z.string(),
  data: z.array(z.object({ source: z.string(), licence: z.string(), pictures: z.number().int() }).loose()),
  metrics: z.record(z.string(), z.unknown()),
  notFor: z.string(),
});
export type ModelManifest = z.infer<typeof ModelManifestSchema>;
export type Precision = 'int8' | 'fp32';
export type Provider = 'cpu' | 'webgpu' | 'cuda';
export const PROVIDERS = ['cpu', 'webgpu', 'cuda'] as const satisfies readonly Provider[];
