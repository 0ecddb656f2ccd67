import type { Box, ORGANS, TypeCall } from '@haustra/domain';
import { z } from 'zod';

/** What one model would have shown of one frame, from this frame alone. */
export interface ShadowSight {
  readonly organ: (typeof ORGANS)[number];
  readonly usable: boolean;
  /** Lesions over the operating point. */
  readonly lesions: readonly { readonly box: Box; readonly call: TypeCall }[];
  /** Milliseconds that the model took. */
  readonly ms: number;
}

/** One frame of an examination as two models see it. */
export interface ShadowFrame {
  /** Recording or photo within the examination's folder. */
  readonly file: string;
  /** Time within the recording; null for a photo. */
  readonly atMs: number | null;
  readonly current: ShadowSight;
  readonly candidate: ShadowSight;
}

/** In what two models differ on a frame. `lost`: shown by the current model alone; `new`: by the candidate alone. */
export const SHADOW_DIFFERENCES = ['lost', 'new', 'type', 'organ', 'usable'] as const;
export type ShadowDifference = (typeof SHADOW_DIFFERENCES)[number];

const share = z.number().min(0).max(1);
const count = z.number().int().nonnegative();

/** One line of `shadow.jsonl`: how far a candidate agrees with the model in use on one examination. */
export const ShadowSummarySchema = z.object({
  exam: z.string(),
  at: z.iso.datetime(),
  current: z.string(),
  candidate: z.string(),
  frames: count,
  /** Share of the frames on which both say the same of everything. */
  agreement: share,
  /** Share of the frames on which both say the same of one thing. */
  organ: share,
  usable: share,
  lesions: z.object({
    /** Share of the frames on which both show the same lesions, mostly none. */
    agreement: share,
    /** Lesions shown: by both at the same place, by one alone; and those of both with opposite calls. */
    both: count,
    lost: count,
    new: count,
    oppositeCalls: count,
  }),
  /** Median milliseconds a frame. */
  ms: z.object({ current: z.number().nonnegative(), candidate: z.number().nonnegative() }),
  /** The longest stretches in which they differ, in order of time. */
  differences: z.array(
    z.object({
      what: z.enum(SHADOW_DIFFERENCES),
      file: z.string(),
      fromMs: z.number().nullable(),
      toMs: z.number().nullable(),
      frames: count,
    }),
  ),
  /** Stretches that are not listed. */
  more: count,
});
export type ShadowSummary = z.infer<typeof ShadowSummarySchema>;
