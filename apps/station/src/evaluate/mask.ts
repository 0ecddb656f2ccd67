import type { LesionMask, Rect } from '@haustra/domain';

/** Pixels of the drawn mask, of the predicted mask, and of both at once, in one picture. */
export interface MaskOverlap {
  readonly drawn: number;
  readonly predicted: number;
  readonly both: number;
}

/** A probability of 0.5 as the masks write it (0..255): from here on a pixel counts as lesion. */
const HALF = 127.5;

/** A picture of one byte a pixel, row by row. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/**
 * Counts the overlap of a predicted mask, given for the whole picture, with the drawn one.
 * Both are read at the size of the drawn mask; a predicted mask of another size is read at the nearest pixel.
 * @param drawn an indexed mask, 0 background, above 0 lesion
 * @param predicted probability × 255
 */
export function overlapOf(drawn: Grey, predicted: Grey): MaskOverlap {
  return count(drawn, (x, y) => {
    const column = Math.floor(((x + 0.5) / drawn.width) * predicted.width);
    const row = Math.floor(((y + 0.5) / drawn.height) * predicted.height);
    return predicted.values[row * predicted.width + column] ?? 0;
  });
}

/**
 * Counts the overlap of the model's mask of the visible field with the drawn mask of the whole picture; outside the
 * field the model says "no lesion". Read between the mask's pixels by bilinear interpolation.
 * @param field where the model's mask lies in the picture, in fractions of it
 */
export function overlapInField(drawn: Grey, mask: LesionMask, field: Rect): MaskOverlap {
  return count(drawn, (x, y) => {
    const u = ((x + 0.5) / drawn.width - field.x) / field.w;
    const v = ((y + 0.5) / drawn.height - field.y) / field.h;
    return u < 0 || v < 0 || u > 1 || v > 1 ? 0 : between(mask, u * mask.width - 0.5, v * mask.height - 0.5);
  });
}

/** Dice coefficient of a picture, 0..1; 1 where both masks are empty. */
export const dice = (o: MaskOverlap): number =>
  o.drawn + o.predicted === 0 ? 1 : (2 * o.both) / (o.drawn + o.predicted);

/** Intersection over union of a picture, 0..1; 1 where both masks are empty. */
export function jaccard(o: MaskOverlap): number {
  const either = o.drawn + o.predicted - o.both;
  return either === 0 ? 1 : o.both / either;
}

function count(drawn: Grey, probability: (x: number, y: number) => number): MaskOverlap {
  const counts = { drawn: 0, predicted: 0, both: 0 };
  for (let y = 0; y < drawn.height; y++) {
    for (let x = 0; x < drawn.width; x++) {
      const lesion = (drawn.values[y * drawn.width + x] ?? 0) > 0;
      const said = probability(x, y) >= HALF;
      if (lesion) counts.drawn++;
      if (said) counts.predicted++;
      if (lesion && said) counts.both++;
    }
  }
  return counts;
}

function between(mask: LesionMask, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const at = (column: number, row: number) => {
    const inside = Math.min(mask.height - 1, Math.max(0, row)) * mask.width;
    return mask.values[inside + Math.min(mask.width - 1, Math.max(0, column))] ?? 0;
  };
  const upper = at(left, top) + (at(left + 1, top) - at(left, top)) * (x - left);
  const lower = at(left, top + 1) + (at(left + 1, top + 1) - at(left, top + 1)) * (x - left);
  return upper + (lower - upper) * (y - top);
}
