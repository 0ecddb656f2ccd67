import type { Rect } from '@haustra/domain';

/** Sizes of a lesion by the share of the picture that its box covers: the size in the picture, not in millimetres. */
export const SIZES = [
  { name: 'under 2 %', from: 0, to: 0.02 },
  { name: '2–8 %', from: 0.02, to: 0.08 },
  { name: '8–25 %', from: 0.08, to: 0.25 },
  { name: '25 % and more', from: 0.25, to: Number.POSITIVE_INFINITY },
] as const;

/** The index in `SIZES` of a lesion's box. */
export function sizeOf(box: Rect): number {
  const area = box.w * box.h;
  return SIZES.findIndex((size) => area >= size.from && area < size.to);
}
