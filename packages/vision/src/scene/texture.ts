import { SIDE } from './grid.js';
import type { SmallPicture } from './small-picture.js';

/** One size of the picture as motion sees it: local contrast without light and shade, `side` × `side`. */
export interface Texture {
  readonly side: number;
  /** Log brightness less its surroundings, in units of its own spread; 0 where nothing moves with the wall. */
  readonly values: Float32Array;
  /** 1 where the wall is seen, 0 in borders and highlights. */
  readonly weights: Uint8Array;
  /** Spread of the local contrast before scaling, log units: little where the picture is blurred or empty. */
  readonly spread: number;
}

/** Sides of the sizes, small first. */
export const SIDES = [SIDE / 4, SIDE / 2] as const;

/** Half the width of the surroundings, in cells of each size. */
const AROUND = 3;
const DARK_NOISE = 8;
/** Less spread than this is noise and is not scaled up to look like detail. */
const LEAST_SPREAD = 0.02;

/** The picture's texture in each of `SIDES`. Pure. */
export function texturesOf(picture: SmallPicture): readonly Texture[] {
  return SIDES.map((side) => textureOf(picture, side));
}

function textureOf({ red, green, blue, shown, glare }: SmallPicture, side: number): Texture {
  const step = SIDE / side;
  const tone = new Float32Array(side * side);
  const weights = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let sum = 0;
      let seen = 0;
      for (let v = y * step; v < (y + 1) * step; v++) {
        for (let u = x * step; u < (x + 1) * step; u++) {
          const i = v * SIDE + u;
          if (shown[i] !== 1 || glare[i] === 1) continue;
          sum += 0.3 * (red[i] ?? 0) + 0.6 * (green[i] ?? 0) + 0.1 * (blue[i] ?? 0);
          seen++;
        }
      }
      if (seen * 2 < step * step) continue;
      tone[y * side + x] = Math.log(DARK_NOISE + sum / seen);
      weights[y * side + x] = 1;
    }
  }
  return scaled(side, withoutSurroundings(side, tone, weights), weights);
}

/** Each tone less the mean of the tones in view around it. */
function withoutSurroundings(side: number, tone: Float32Array, weights: Uint8Array): Float32Array {
  const wide = side + 1;
  const sums = new Float64Array(wide * wide);
  const counts = new Int32Array(wide * wide);
  for (let y = 0; y < side; y++) {
    let sum = 0;
    let count = 0;
    for (let x = 0; x < side; x++) {
      const i = y * side + x;
      sum += tone[i] ?? 0;
      count += weights[i] ?? 0;
      const at = (y + 1) * wide + x + 1;
      sums[at] = (sums[at - wide] ?? 0) + sum;
      counts[at] = (counts[at - wide] ?? 0) + count;
    }
  }
  const out = new Float32Array(side * side);
  for (let y = 0; y < side; y++) {
    const above = Math.max(0, y - AROUND) * wide;
    const below = Math.min(side, y + AROUND + 1) * wide;
    for (let x = 0; x < side; x++) {
      const i = y * side + x;
      if (weights[i] === 0) continue;
      const left = Math.max(0, x - AROUND);
      const right = Math.min(side, x + AROUND + 1);
      const over = (all: Float64Array | Int32Array): number =>
        (all[below + right] ?? 0) -
        (all[above + right] ?? 0) -
        (all[below + left] ?? 0) +
        (all[above + left] ?? 0);
      out[i] = (tone[i] ?? 0) - over(sums) / over(counts);
    }
  }
  return out;
}

function scaled(side: number, values: Float32Array, weights: Uint8Array): Texture {
  let squares = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    squares += (values[i] ?? 0) ** 2;
    count += weights[i] ?? 0;
  }
  const spread = count > 0 ? Math.sqrt(squares / count) : 0;
  const scale = 1 / Math.max(spread, LEAST_SPREAD);
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
  return { side, values, weights, spread };
}
