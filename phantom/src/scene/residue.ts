import { clamp, mix, smoothstep } from '../maths/curve.js';
import { cellMap, noiseMap } from '../maths/noise.js';
import type { Random } from '../maths/random.js';
import { COLOURS, type Paint } from './mucosa.js';

/** How much of each row of the wall is covered at one moment: shares in 0..1, one number a millimetre of arc length. */
export interface Cover {
  readonly stool: Float32Array;
  readonly foam: Float32Array;
}

const ROW_MM = 0.5;
const COLS = 256;
const TWO_PI = 2 * Math.PI;
/** How sharp the border of residue is, in shares. */
const EDGE = 0.02;
/** The tile of bubbles: its side in mm, and in points. */
const TILE_MM = 32;
const TILE = 256;
/** Foam and bubbles, linear reflectance. */
const FOAM = [0.8, 0.68, 0.5] as const;

/**
 * Stool and foam over a clean wall, as much as a moment has of them. Both come from fields whose values are ranks within
 * their row's surroundings: a share p is covered exactly where the rank lies in the highest p, whatever the pattern.
 */
export class Residue implements Paint {
  red = 0;
  green = 0;
  blue = 0;
  stool = 0;
  foam = 0;
  /** What there is of it now. */
  cover: Cover;

  private readonly rows: number;
  private readonly stoolRank: Float32Array;
  private readonly foamRank: Float32Array;
  private readonly bubbles: Float32Array;

  /** @param down angle of the lowest line of the wall in the cross-section, where more of it lies */
  constructor(
    private readonly clean: Paint,
    length: number,
    private readonly baseRadius: number,
    down: number,
    random: Random,
  ) {
    this.rows = Math.round(length / ROW_MM) + 1;
    this.stoolRank = ranks(this.rows, baseRadius, 15, down, 0.42, random.fork('stool'));
    this.foamRank = ranks(this.rows, baseRadius, 11, down, 0.1, random.fork('foam'));
    this.bubbles = cellMap(TILE, 13, random.fork('bubbles'));
    const none = new Float32Array(Math.ceil(length) + 2);
    this.cover = { stool: none, foam: none };
  }

  set(red: number, green: number, blue: number, stool: number): void {
    this.red = red;
    this.green = green;
    this.blue = blue;
    this.stool = stool;
  }

  sample(s: number, angle: number): void {
    const { clean } = this;
    clean.sample(s, angle);
    this.set(clean.red, clean.green, clean.blue, 0);
    this.foam = 0;
    const excess = this.excess(this.stoolRank, this.cover.stool, s, angle);
    if (excess > -EDGE) {
      this.stool = smoothstep(-EDGE, EDGE, excess);
      // Thin at its border, where the wall shines through, and thick inside.
      const thick = clamp(excess * 4, 0, 1);
      const veil = this.stool * (0.55 + 0.45 * thick);
      const shade = 0.8 + 0.35 * this.grain(s, angle, 3);
      this.red = mix(this.red, mix(COLOURS.bile[0], COLOURS.stool[0], thick) * shade, veil);
      this.green = mix(this.green, mix(COLOURS.bile[1], COLOURS.stool[1], thick) * shade, veil);
      this.blue = mix(this.blue, mix(COLOURS.bile[2], COLOURS.stool[2], thick) * shade, veil);
    }
    const froth = this.excess(this.foamRank, this.cover.foam, s, angle);
    if (froth <= -EDGE) return;
    this.foam = smoothstep(-EDGE, EDGE, froth);
    // A bubble: clear in its middle, a bright rim.
    const rim = smoothstep(0.28, 0.62, this.grain(s, angle, 1));
    const veil = this.foam * (0.18 + 0.72 * rim);
    this.red = mix(this.red, FOAM[0], veil);
    this.green = mix(this.green, FOAM[1], veil);
    this.blue = mix(this.blue, FOAM[2], veil);
  }

  /** Whether stool covers the wall at (s mm, angle) now. */
  covers(s: number, angle: number): boolean {
    return this.excess(this.stoolRank, this.cover.stool, s, angle) > 0;
  }

  /** How far the share at a place exceeds what it takes to cover it. */
  private excess(rank: Float32Array, cover: Float32Array, s: number, angle: number): number {
    const at = clamp(s, 0, cover.length - 1.001);
    const i = at | 0;
    const share = mix(cover[i] as number, cover[i + 1] as number, at - i);
    return share <= 0 ? -1 : share + this.read(rank, s, angle) - 1;
  }

  private read(map: Float32Array, s: number, angle: number): number {
    const y = clamp(s / ROW_MM, 0, this.rows - 1.001);
    const x = angle * (COLS / TWO_PI);
    const j = y | 0;
    const i = x | 0;
    const a = j * COLS + (i & (COLS - 1));
    const b = j * COLS + ((i + 1) & (COLS - 1));
    const top = mix(map[a] as number, map[b] as number, x - i);
    const low = mix(map[a + COLS] as number, map[b + COLS] as number, x - i);
    return mix(top, low, y - j);
  }

  private grain(s: number, angle: number, finer: number): number {
    const x = (s * finer * (TILE / TILE_MM)) & (TILE - 1);
    const y = (angle * this.baseRadius * finer * (TILE / TILE_MM)) & (TILE - 1);
    return this.bubbles[x * TILE + y] as number;
  }
}

/** Rows over which values are ranked together. */
const BAND_MM = 60;

/** A patchy field turned into ranks 0 … 1 within bands of the wall; higher towards the lowest line by `weight`. */
function ranks(
  rows: number,
  baseRadius: number,
  sizeMm: number,
  down: number,
  weight: number,
  random: Random,
): Float32Array {
  const cells = (mm: number): number => Math.max(2, Math.round(mm / sizeMm));
  const field = noiseMap(rows, COLS, cells(rows * ROW_MM), cells(TWO_PI * baseRadius), 4, random);
  for (let k = 0; k < field.length; k++) {
    field[k] = (field[k] as number) + weight * Math.cos(((k % COLS) * TWO_PI) / COLS - down);
  }
  const bands = Math.max(1, Math.round((rows * ROW_MM) / BAND_MM));
  const tables = Array.from({ length: bands }, (_, i) =>
    field.slice(Math.floor((i * rows) / bands) * COLS, Math.floor(((i + 1) * rows) / bands) * COLS).sort(),
  );
  // Between the middles of two bands the rank passes from the one table to the other, so that no border shows.
  return field.map((value, k) => {
    const at = clamp((Math.floor(k / COLS) / rows) * bands - 0.5, 0, bands - 1);
    const i = Math.min(Math.floor(at), Math.max(bands - 2, 0));
    const low = rankIn(tables[i] as Float32Array, value);
    return bands === 1 ? low : mix(low, rankIn(tables[i + 1] as Float32Array, value), at - i);
  });
}

function rankIn(sorted: Float32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}
