import { WALL_REACH, WALL_SECTORS } from '@haustra/domain';
import type { Clarity } from './clarity.js';
import { CELLS, SIDE } from './grid.js';
import type { Place } from './lumen.js';
import type { SmallPicture } from './small-picture.js';

/** What one picture shows of the ring of wall around the lumen, by sector; as `WallView`. */
export interface WallShares {
  readonly looked: readonly number[];
  readonly bare: readonly number[];
}

/** Half a side of the field, radians: of a lens of about 150° across the corners. Other lenses shift the ring a little. */
const HALF_SIDE = 1.117;
/** Darker than this, 0..255, the wall is not seen. */
const LEAST_LIGHT = 45;
/**
 * Residue is yellower than the wall beside it: its blue, as a part of its green, is below this share of the picture's own
 * upper quartile, which is held within bounds so that a picture full of residue does not set the measure.
 */
const YELLOW = 0.84;
const WALL_TINT = { quartile: 0.75, least: 0.74, most: 0.92 } as const;
/** In narrow-band light, which has little red, colour says nothing of residue. */
const LEAST_REDNESS = 0.4;
/** Less clear than this (`Clarity`) nothing of the wall is seen: smeared, or only wall at the lens. */
const LEAST_SHARPNESS = 0.45;
const LEAST_DEPTH = 0.2;

/** Where the ring lies in the picture: distances from the lumen in half sides of the field, and cells of it a sector. */
const INNER = Math.atan(1 / WALL_REACH.to) / HALF_SIDE;
const OUTER = Math.atan(1 / WALL_REACH.from) / HALF_SIDE;
const CELLS_A_SECTOR = (Math.PI * (OUTER ** 2 - INNER ** 2) * (SIDE / 2) ** 2) / WALL_SECTORS;
const BINS = 256;
/** Tints are counted in steps of this. */
const TINT_STEP = 1.5 / BINS;

/**
 * How much of the ring around the lumen (place in fractions of the field) is in view, and how much of it bare and lit.
 * Null where the picture is too unclear or the lumen is not known. Pure; about 0.1 ms. The bounds were fitted on phantoms
 * only; that the colour tells residue was looked at on real stills too (see docs/measured.md).
 */
export function wallView(picture: SmallPicture, lumen: Place | null, clarity: Clarity): WallShares | null {
  if (lumen === null || clarity.sharpness < LEAST_SHARPNESS || clarity.depth < LEAST_DEPTH) return null;
  const least = clarity.redness < LEAST_REDNESS ? 0 : YELLOW * wallTint(picture);
  const { red, green, blue, shown, glare } = picture;
  const looked = new Float64Array(WALL_SECTORS);
  const bare = new Float64Array(WALL_SECTORS);
  const half = SIDE / 2;
  const left = lumen[0] * SIDE;
  const top = lumen[1] * SIDE;
  for (let i = 0; i < CELLS; i++) {
    if (shown[i] !== 1) continue;
    const x = ((i % SIDE) + 0.5 - left) / half;
    const y = (Math.floor(i / SIDE) + 0.5 - top) / half;
    const square = x * x + y * y;
    if (square < INNER * INNER || square > OUTER * OUTER) continue;
    const turn = Math.atan2(x, -y) / (2 * Math.PI);
    const sector = Math.floor((turn < 0 ? turn + 1 : turn) * WALL_SECTORS) % WALL_SECTORS;
    looked[sector] = (looked[sector] ?? 0) + 1;
    const g = green[i] ?? 0;
    const b = blue[i] ?? 0;
    if (light(red[i] ?? 0, g, b) >= LEAST_LIGHT && (glare[i] === 1 || b >= least * g)) {
      bare[sector] = (bare[sector] ?? 0) + 1;
    }
  }
  // A whole sector may hold a cell more than its area says.
  const share = (cells: number): number => Math.min(1, cells / CELLS_A_SECTOR);
  return { looked: Array.from(looked, share), bare: Array.from(bare, share) };
}

/** The upper quartile of blue over green in the lit part of the picture, held within bounds. */
function wallTint({ red, green, blue, shown, glare }: SmallPicture): number {
  const histogram = new Int32Array(BINS);
  let cells = 0;
  for (let i = 0; i < CELLS; i++) {
    if (shown[i] !== 1 || glare[i] === 1) continue;
    const g = green[i] ?? 0;
    const b = blue[i] ?? 0;
    if (light(red[i] ?? 0, g, b) < LEAST_LIGHT) continue;
    const bin = Math.min(BINS - 1, Math.floor(b / Math.max(1, g) / TINT_STEP));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    cells++;
  }
  let bin = 0;
  for (let below = histogram[0] ?? 0; below < WALL_TINT.quartile * cells && bin < BINS - 1; ) {
    bin++;
    below += histogram[bin] ?? 0;
  }
  return Math.min(WALL_TINT.most, Math.max(WALL_TINT.least, bin * TINT_STEP));
}

const light = (r: number, g: number, b: number): number => 0.3 * r + 0.59 * g + 0.11 * b;
