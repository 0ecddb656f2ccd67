import { clamp, mix, smoothstep } from '../maths/curve.js';
import { noiseMap } from '../maths/noise.js';
import type { Random } from '../maths/random.js';
import { type Grid, growVessels } from './vessels.js';

/** A smear of stool on the wall: at (s mm, angle rad), `radius` mm wide, `amount` 0..1 of it covered. */
export interface Smear {
  readonly s: number;
  readonly angle: number;
  readonly radius: number;
  readonly amount: number;
}

/** Linear-light reflectance, red, green, blue, each in [0, 1]. */
export type Reflectance = readonly [r: number, g: number, b: number];

const ROW_MM = 0.25;
const COLS = 768;
const TWO_PI = 2 * Math.PI;

/** Reflectance of what is seen, tuned by eye against published endoscopy pictures. */
export const COLOURS = {
  mucosa: [0.76, 0.225, 0.125],
  pale: [0.86, 0.35, 0.2],
  flushed: [0.7, 0.14, 0.08],
  vein: [0.42, 0.085, 0.07],
  twig: [0.56, 0.1, 0.07],
  stool: [0.5, 0.2, 0.035],
  bile: [0.78, 0.36, 0.06],
  polyp: [0.74, 0.145, 0.09],
  pit: [0.82, 0.26, 0.17],
  valve: [0.82, 0.32, 0.15],
  liquid: [0.5, 0.2, 0.035],
} as const satisfies Record<string, Reflectance>;

/** The wall's own colours: another set makes another mucosa. */
export type Colours = Readonly<Record<WallColour, Reflectance>>;
type WallColour = 'mucosa' | 'pale' | 'flushed' | 'vein' | 'twig' | 'stool' | 'bile';

/** What the shader reads of the wall's colour at a place. */
export interface Paint {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** 0 clean … 1 covered with stool. */
  readonly stool: number;
  /** 0 none … 1 covered with foam. */
  readonly foam: number;
  /** Read the wall at arc length s (mm) and angle (radians in [0, 2π)) into the fields above. */
  sample(s: number, angle: number): void;
  /** Put other values in the place of the last read ones. */
  set(red: number, green: number, blue: number, stool: number): void;
}

/** The painted, unrolled wall: reflectance and stool for each (arc length, angle). */
export class Mucosa implements Paint {
  /** Results of the last `sample`. */
  red = 0;
  green = 0;
  blue = 0;
  /** 0 clean … 1 covered with stool. */
  stool = 0;
  readonly foam = 0;

  private readonly rows: number;
  /** Four bytes a point: square roots of red, green, blue (finer steps in the dark) and stool. */
  private readonly texels: Uint8Array;

  constructor(
    length: number,
    baseRadius: number,
    smears: readonly Smear[],
    random: Random,
    colours: Colours = COLOURS,
  ) {
    this.rows = Math.round(length / ROW_MM) + 1;
    this.texels = paint(
      { rows: this.rows, cols: COLS, mmRow: ROW_MM, mmCol: (TWO_PI * baseRadius) / COLS },
      baseRadius,
      smears,
      random,
      colours,
    );
  }

  set(red: number, green: number, blue: number, stool: number): void {
    this.red = red;
    this.green = green;
    this.blue = blue;
    this.stool = stool;
  }

  /** Read the wall at arc length s (mm, held within the ends) and angle (radians in [0, 2π)). */
  sample(s: number, angle: number): void {
    const y = clamp(s / ROW_MM, 0, this.rows - 1.001);
    const x = angle * (COLS / TWO_PI);
    const j = y | 0;
    const i = x | 0;
    const fy = y - j;
    const fx = x - i;
    const a = (j * COLS + (i % COLS)) * 4;
    const b = (j * COLS + ((i + 1) % COLS)) * 4;
    const down = COLS * 4;
    const wa = (1 - fx) * (1 - fy);
    const wb = fx * (1 - fy);
    const wc = (1 - fx) * fy;
    const wd = fx * fy;
    const t = this.texels;
    const read = (k: number): number =>
      ((t[a + k] as number) * wa +
        (t[b + k] as number) * wb +
        (t[a + down + k] as number) * wc +
        (t[b + down + k] as number) * wd) /
      255;
    const r = read(0);
    const g = read(1);
    const bl = read(2);
    this.red = r * r;
    this.green = g * g;
    this.blue = bl * bl;
    this.stool = read(3);
  }
}

function paint(
  grid: Grid,
  baseRadius: number,
  smears: readonly Smear[],
  random: Random,
  colours: Colours,
): Uint8Array {
  const { rows, cols } = grid;
  const mm = rows * ROW_MM;
  const cells = (size: number): readonly [number, number] => [
    Math.max(2, Math.round(mm / size)),
    Math.max(2, Math.round((TWO_PI * baseRadius) / size)),
  ];
  const tone = noiseMap(rows, cols, ...cells(38), 3, random.fork('tone'));
  const grain = noiseMap(rows, cols, ...cells(3.2), 3, random.fork('grain'));
  const ragged = noiseMap(rows, cols, ...cells(7), 4, random.fork('ragged'));
  const presence = noiseMap(rows, cols, ...cells(60), 2, random.fork('presence'));
  const area = mm * TWO_PI * baseRadius;
  const veins = growVessels(
    grid,
    { trees: Math.round(area / 800), width: 0.75, thinnest: 0.2, branching: 0.14, wander: 0.3 },
    random.fork('veins'),
  );
  const twigs = growVessels(
    grid,
    { trees: Math.round(area / 75), width: 0.34, thinnest: 0.13, branching: 0.22, wander: 0.55 },
    random.fork('twigs'),
  );
  const cover = coverMap(grid, baseRadius, smears, ragged);
  const out = new Uint8Array(rows * cols * 4);
  for (let k = 0; k < rows * cols; k++) {
    const pale = smoothstep(0.05, 0.8, tone[k] as number);
    const flush = smoothstep(0.1, 0.9, -(tone[k] as number));
    const shade = 1 + 0.17 * (grain[k] as number);
    const seen = smoothstep(-0.6, 0.35, presence[k] as number);
    const vein = 0.8 * seen * (veins[k] as number);
    const twig = 0.62 * (0.35 + 0.65 * seen) * (twigs[k] as number);
    const stool = cover[k] as number;
    for (let c = 0; c < 3; c++) {
      let v = mix(colours.mucosa[c] as number, colours.pale[c] as number, 0.75 * pale);
      v = mix(v, colours.flushed[c] as number, 0.75 * flush) * shade;
      v = mix(v, colours.vein[c] as number, vein);
      v = mix(v, colours.twig[c] as number, twig);
      const film = mix(colours.bile[c] as number, colours.stool[c] as number, smoothstep(0.4, 0.9, stool));
      v = mix(v, film * (1 + 0.25 * (grain[k] as number)), smoothstep(0.05, 0.6, stool));
      out[k * 4 + c] = Math.round(255 * Math.sqrt(clamp(v, 0, 1)));
    }
    out[k * 4 + 3] = Math.round(255 * stool);
  }
  return out;
}

function coverMap(
  grid: Grid,
  baseRadius: number,
  smears: readonly Smear[],
  ragged: Float32Array,
): Float32Array {
  const out = new Float32Array(grid.rows * grid.cols);
  for (const smear of smears) {
    const reach = smear.radius * 1.4;
    const first = Math.max(0, Math.ceil((smear.s - reach) / ROW_MM));
    const last = Math.min(grid.rows - 1, Math.floor((smear.s + reach) / ROW_MM));
    for (let row = first; row <= last; row++) {
      for (let col = 0; col < grid.cols; col++) {
        let d = Math.abs((col * TWO_PI) / grid.cols - smear.angle) % TWO_PI;
        if (d > Math.PI) d = TWO_PI - d;
        const q = Math.hypot(row * ROW_MM - smear.s, d * baseRadius) / smear.radius;
        if (q > 1.4) continue;
        const k = row * grid.cols + col;
        const value = smoothstep(0, 0.7, smear.amount * 1.3 - q * q + 0.9 * (ragged[k] as number));
        out[k] = Math.max(out[k] as number, value);
      }
    }
  }
  return out;
}
