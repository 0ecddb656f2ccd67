import { BoxSchema, type GatheredFrame, GatheredFrameSchema } from '@haustra/domain';
import { z } from 'zod';

/** What is remembered of a frame that may be learnt from. */
export const KeptFrameSchema = GatheredFrameSchema.extend({
  /** Size of its picture, pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** 64-bit difference hash, 16 hexadecimal digits. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** The model's descriptor in steps of 1/127, base64; null where the model has none. */
  look: z.string().nullable(),
  /** What the current model found, best first, in fractions of the picture. */
  lesions: z.array(z.object({ box: BoxSchema, score: z.number() })),
});
export type KeptFrame = z.infer<typeof KeptFrameSchema>;

/**
 * One line of `looked.jsonl`, written while frames are gathered: a frame that was looked at, frames that fell out again
 * because better ones came, or a recording that was read to its end.
 */
export const LookedLineSchema = z.union([
  KeptFrameSchema,
  GatheredFrameSchema.refine(({ kept }) => !kept),
  z.object({ surplus: z.array(z.number().int().nonnegative()) }),
  z.object({ finished: z.string() }),
]);
export type LookedLine = z.infer<typeof LookedLineSchema>;

export const isKept = (line: LookedLine): line is KeptFrame => 'hash' in line;
export const isFrame = (line: LookedLine): line is KeptFrame | GatheredFrame => 'n' in line;

export const lookToText = (look: Int8Array | null): string | null =>
  look === null ? null : Buffer.from(look.buffer, look.byteOffset, look.length).toString('base64');

export function lookOfText(text: string | null): Int8Array | null {
  if (text === null) return null;
  const bytes = Buffer.from(text, 'base64');
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** What others are told of a frame: without what only this program can use. */
export function plainFrame(line: KeptFrame | GatheredFrame): GatheredFrame {
  const { n, source, atMs, kept, why, organ, usable, best, doubt } = line;
  return { n, source, atMs, kept, why, organ, usable, best, doubt };
}
