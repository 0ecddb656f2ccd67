import { z } from 'zod';

const fraction = z.number().min(0).max(1);
/** x, y, width, height in fractions of the picture. */
const box = z.tuple([fraction, fraction, fraction, fraction]);
const vector = z.tuple([z.number(), z.number(), z.number()]);

/** Paris classes of the phantom's lesions. */
const paris = z.enum(['0-Is', '0-Isp', '0-Ip', '0-IIa', '0-IIb']);

/** One lesion in one frame. */
export const LesionTruthSchema = z.object({
  id: z.string(),
  /** Around the lesion's own pixels. */
  box,
  /** Pixels of the lesion, as a fraction of all pixels of the picture. */
  area: fraction,
  /** Of the lesion's surface that faces the scope, the part that is in the field and not hidden. */
  visibleFraction: fraction,
  sizeMm: z.number().positive(),
  paris,
  /** From the lens to the root of the lesion. */
  distanceMm: z.number().nonnegative(),
  /** Mean brightness of its pixels, 0 black … 255. */
  luma: z.number().min(0).max(255),
});

/** What is true of one frame. Times in ms, lengths in mm, directions as unit vectors of the scene. */
export const FrameTruthSchema = z.object({
  frame: z.int().nonnegative(),
  timeMs: z.number().nonnegative(),
  organ: z.enum(['colon', 'outside']),
  phase: z.enum(['outside', 'insertion', 'withdrawal']),
  /** False where the lens is smeared or against the wall. */
  usable: z.boolean(),
  /** Blur of the lens in pixels of the picture; contact 0 free … 1 touching the wall. */
  blurPx: z.number().nonnegative(),
  contact: fraction,
  /** Arc length of the tip from the anal end, and its speed (positive: towards the caecum); null outside. */
  arcMm: z.number().nullable(),
  speedMmPerS: z.number().nullable(),
  pose: z.object({ position: vector, forward: vector, down: vector }).nullable(),
  /** Where the lumen goes on, in fractions of the picture (may lie beyond its edges); null outside or behind. */
  lumen: z.tuple([z.number(), z.number()]).nullable(),
  /** The appendiceal orifice is in view. */
  caecum: z.boolean(),
  /** Visible wall under stool or liquid as a part of all visible wall, and the label that follows; null outside. */
  cleanliness: z
    .object({ covered: fraction, label: z.enum(['bbps-0-1', 'bbps-2-3', 'impacted-stool']) })
    .nullable(),
  /** Every lesion of which some pixels are in view; none where the wall is touched. */
  lesions: z.array(LesionTruthSchema),
});

/** The lesions that there are, seen or not. */
export const LesionListSchema = z.array(
  z.object({
    id: z.string(),
    paris,
    sizeMm: z.number().positive(),
    /** Where it is rooted, mm from the anal end. */
    arcMm: z.number(),
  }),
);

/** The whole truth of a clip. */
export const ClipTruthSchema = z.object({
  format: z.literal('haustra-phantom-truth'),
  version: z.literal(1),
  scenario: z.string(),
  seed: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  fps: z.number().positive(),
  /** The square that holds the octagonal field, in fractions of the picture. */
  field: box,
  lengthMm: z.number().positive(),
  lesions: LesionListSchema,
  frames: z.array(FrameTruthSchema),
});

export type LesionTruth = z.infer<typeof LesionTruthSchema>;
export type FrameTruth = z.infer<typeof FrameTruthSchema>;
export type ClipTruth = z.infer<typeof ClipTruthSchema>;
