import { CELLS } from './grid.js';
import type { SmallPicture } from './small-picture.js';

/** How much can be made out, each 0..1; they back up the model's own `usable`. */
export interface Clarity {
  /** Fine detail: near 0 where the lens is smeared, out of focus or against the wall. */
  readonly sharpness: number;
  /** How much darker the darkest tenth is than the brightest quarter: little where only wall is seen. */
  readonly depth: number;
  /** Red light as a part of all light: near 1 in red-out, about 0.45 in clean bowel. */
  readonly redness: number;
}

/** Step between neighbouring pixels, as a part of the brightness, at which the sharpness is ½. */
const HALF_SHARP = 0.016;

/** Measures the part in view; all 0 where nothing is in view. Pure. */
export function clarityOf({ red, green, blue, shown, detail }: SmallPicture): Clarity {
  const histogram = new Int32Array(256);
  let reds = 0;
  let all = 0;
  let cells = 0;
  for (let i = 0; i < CELLS; i++) {
    if (shown[i] !== 1) continue;
    const r = red[i] ?? 0;
    const sum = r + (green[i] ?? 0) + (blue[i] ?? 0);
    const step = Math.min(255, Math.floor(sum / 3));
    histogram[step] = (histogram[step] ?? 0) + 1;
    reds += r;
    all += sum;
    cells++;
  }
  if (cells === 0 || all === 0) return { sharpness: 0, depth: 0, redness: 0 };
  const dark = toneBelow(histogram, 0.1 * cells);
  const bright = toneBelow(histogram, 0.75 * cells);
  return {
    sharpness: detail / (detail + HALF_SHARP),
    depth: bright > 0 ? 1 - dark / bright : 0,
    redness: reds / all,
  };
}

/** The tone below which `cells` cells lie. */
function toneBelow(histogram: Int32Array, cells: number): number {
  let tone = 0;
  for (let below = histogram[0] ?? 0; below < cells && tone < 255; below += histogram[tone] ?? 0) tone++;
  return tone;
}
