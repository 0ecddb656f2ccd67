import { SIDE } from './grid.js';
import type { SmallPicture } from './small-picture.js';

/** Places along each side at which the lumen may lie; place (u, v) is at ((u + ½) / PLACES, (v + ½) / PLACES). */
export const PLACES = 16;
/** What is measured at each place: darkness at three widths, convergence, squared distance from the centre. */
export const CUES = 5;

/** Cells along each side of the tone map; two of them to a place. */
const TONES = SIDE / 2;
/** Half the widths, in tone cells, over which darkness is taken. */
const WIDTHS = [2, 4, 7] as const;
/** Fewer tone cells than this in view: nothing can be said. */
const LEAST_SHOWN = 0.2 * TONES * TONES;
/** Keeps the logarithm of dark tones quiet, in steps of 0..255. */
const DARK_NOISE = 8;
/** A slope (log tone a cell) well above this counts fully, one well below hardly. */
const SLIGHT_SLOPE = 0.05;
/** How far slopes point: standard deviation in tone cells. */
const REACH = 12;
/** Slopes needed before they count fully. */
const FEW_SLOPES = 5;

/** Tones of the part in view, and sums of them over rectangles. */
interface Tones {
  /** Three quarters of the view are darker than this. */
  readonly bright: number;
  readonly light: Float64Array;
  readonly count: Float64Array;
}

/**
 * The cues at each place, `CUES` numbers a place, row by row; null where too little is in view. Darkness is 1 for black
 * and 0 for the brighter quarter of the view. Convergence is 1 where all slopes of brightness around lead down to the
 * place, as folds and walls do towards the lumen, and −1 where all lead away. Pure.
 */
export function lumenCues(picture: SmallPicture): Float32Array | null {
  const tones = tonesOf(picture);
  if (tones === null) return null;
  const out = new Float32Array(PLACES * PLACES * CUES);
  const slopes = slopesOf(tones);
  for (let v = 0; v < PLACES; v++) {
    for (let u = 0; u < PLACES; u++) {
      const at = (v * PLACES + u) * CUES;
      for (let i = 0; i < WIDTHS.length; i++) {
        out[at + i] = 1 - meanTone(tones, 2 * u + 1, 2 * v + 1, WIDTHS[i] ?? 0) / tones.bright;
      }
      out[at + 3] = convergence(slopes, u, v);
      const x = (2 * u + 1) / PLACES - 1;
      const y = (2 * v + 1) / PLACES - 1;
      out[at + 4] = x * x + y * y;
    }
  }
  return out;
}

function tonesOf({ red, green, blue, shown }: SmallPicture): Tones | null {
  const tone = new Float32Array(TONES * TONES).fill(-1);
  const histogram = new Int32Array(256);
  let cells = 0;
  for (let y = 0; y < TONES; y++) {
    for (let x = 0; x < TONES; x++) {
      let sum = 0;
      let n = 0;
      for (let k = 0; k < 4; k++) {
        const i = (2 * y + (k >> 1)) * SIDE + 2 * x + (k & 1);
        if (shown[i] !== 1) continue;
        // Mostly red: vessels and blood are dark in green and blue but not far away.
        sum += 0.6 * (red[i] ?? 0) + 0.3 * (green[i] ?? 0) + 0.1 * (blue[i] ?? 0);
        n++;
      }
      if (n < 2) continue;
      const value = sum / n;
      tone[y * TONES + x] = value;
      const step = Math.min(255, Math.floor(value));
      histogram[step] = (histogram[step] ?? 0) + 1;
      cells++;
    }
  }
  if (cells < LEAST_SHOWN) return null;
  let bright = 0;
  for (let below = histogram[0] ?? 0; below <= 0.75 * cells && bright < 255; ) {
    bright++;
    below += histogram[bright] ?? 0;
  }
  bright += 4;
  return { bright, ...sums(tone, 1.3 * bright) };
}

/** Sums of tones (held below `most`, so that highlights do not count for more than wall) and of cells in view. */
function sums(tone: Float32Array, most: number): Pick<Tones, 'light' | 'count'> {
  const wide = TONES + 1;
  const light = new Float64Array(wide * wide);
  const count = new Float64Array(wide * wide);
  for (let y = 0; y < TONES; y++) {
    let l = 0;
    let c = 0;
    for (let x = 0; x < TONES; x++) {
      const value = tone[y * TONES + x] ?? -1;
      if (value >= 0) {
        l += Math.min(value, most);
        c++;
      }
      const at = (y + 1) * wide + x + 1;
      light[at] = (light[at - wide] ?? 0) + l;
      count[at] = (count[at - wide] ?? 0) + c;
    }
  }
  return { light, count };
}

function within(sum: Float64Array, left: number, top: number, right: number, bottom: number): number {
  const wide = TONES + 1;
  const above = top * wide;
  const below = bottom * wide;
  return (
    (sum[below + right] ?? 0) -
    (sum[above + right] ?? 0) -
    (sum[below + left] ?? 0) +
    (sum[above + left] ?? 0)
  );
}

/** Mean tone of the cells in view up to `width` from the corner (x, y) between cells; `bright` where none is. */
function meanTone({ light, count, bright }: Tones, x: number, y: number, width: number): number {
  const left = Math.max(0, x - width);
  const top = Math.max(0, y - width);
  const right = Math.min(TONES, x + width);
  const bottom = Math.min(TONES, y + width);
  const n = within(count, left, top, right, bottom);
  return n > 0 ? within(light, left, top, right, bottom) / n : bright;
}

/** Slopes at the places: which way it gets darker, as x, y of a length up to 1, and whether it is known there (1 or 0). */
function slopesOf(tones: Tones): Float32Array {
  const out = new Float32Array(PLACES * PLACES * 3);
  for (let b = 1; b < PLACES - 1; b++) {
    for (let a = 1; a < PLACES - 1; a++) {
      const [x, y] = [2 * a + 1, 2 * b + 1];
      if (within(tones.count, x - 2, y - 2, x + 2, y + 2) < 16) continue;
      // All sixteen cells are in view, eight on each side.
      const left = within(tones.light, x - 2, y - 2, x, y + 2) / 8;
      const right = within(tones.light, x, y - 2, x + 2, y + 2) / 8;
      const above = within(tones.light, x - 2, y - 2, x + 2, y) / 8;
      const below = within(tones.light, x - 2, y, x + 2, y + 2) / 8;
      const gx = Math.log((DARK_NOISE + left) / (DARK_NOISE + right)) / 2;
      const gy = Math.log((DARK_NOISE + above) / (DARK_NOISE + below)) / 2;
      const scale = 1 / (Math.sqrt(gx * gx + gy * gy) + SLIGHT_SLOPE);
      const at = (b * PLACES + a) * 3;
      out[at] = gx * scale;
      out[at + 1] = gy * scale;
      out[at + 2] = 1;
    }
  }
  return out;
}

/** For each offset between places, −15..15 both ways: unit vector times weight, and the weight. */
const POINTING = ((): Float32Array => {
  const wide = 2 * PLACES - 1;
  const out = new Float32Array(wide * wide * 3);
  for (let y = 1 - PLACES; y < PLACES; y++) {
    for (let x = 1 - PLACES; x < PLACES; x++) {
      const distance = 2 * Math.hypot(x, y);
      if (distance === 0) continue;
      const weight = Math.exp(-(distance * distance) / (2 * REACH * REACH));
      const at = ((y + PLACES - 1) * wide + x + PLACES - 1) * 3;
      out.set([(2 * x * weight) / distance, (2 * y * weight) / distance, weight], at);
    }
  }
  return out;
})();

/** How much the slopes around lead down to place (u, v), −1..1. */
function convergence(slopes: Float32Array, u: number, v: number): number {
  const wide = 2 * PLACES - 1;
  let towards = 0;
  let weights = FEW_SLOPES;
  for (let b = 1; b < PLACES - 1; b++) {
    const row = ((v - b + PLACES - 1) * wide + u + PLACES - 1) * 3;
    for (let a = 1; a < PLACES - 1; a++) {
      const from = (b * PLACES + a) * 3;
      if (slopes[from + 2] === 0) continue;
      const way = row - 3 * a;
      towards +=
        (slopes[from] ?? 0) * (POINTING[way] ?? 0) + (slopes[from + 1] ?? 0) * (POINTING[way + 1] ?? 0);
      weights += POINTING[way + 2] ?? 0;
    }
  }
  return towards / weights;
}
