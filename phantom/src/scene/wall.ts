import { clamp, smoothstep } from '../maths/curve.js';
import { noiseMap } from '../maths/noise.js';
import type { Random } from '../maths/random.js';

/** One crescent of a fold: it stands between two taeniae, centred on `angle` (radians). */
export interface Crescent {
  readonly angle: number;
  /** 1 runs all around … 4 ends well before the opposite wall. */
  readonly narrowness: number;
  /** How far it stands into the lumen, mm. */
  readonly height: number;
}

/** A haustral fold at arc length s, leaning by `lean` mm towards the direction `leanAngle`; `thickness` in mm at half height. */
export interface Fold {
  readonly s: number;
  readonly thickness: number;
  readonly lean: number;
  readonly leanAngle: number;
  readonly crescents: readonly Crescent[];
}

/** A bump of the wall itself (a lump of stool, a nodule): `height` mm at (s, angle), `radius` mm wide. */
export interface Bump {
  readonly s: number;
  readonly angle: number;
  readonly radius: number;
  readonly height: number;
}

/** The plain tube before folds and unevenness: radius in mm at arc length s (mm) and angle (radians). */
export type Profile = (s: number, angle: number) => number;

/** Spacing of the radius table along the colon, mm, and its columns around. */
const STEP = 0.5;
const COLS = 512;
/** The coarse table of safe steps: every 1 mm, 64 columns. */
const COARSE_STEP = 1;
const COARSE_COLS = 64;
/** Reach within which a safe step looks for folds, mm. */
export const SAFE_REACH = 7;
/** Below this distance from the axis, mm, an angle says little about where a step ends. */
const AXIS_RADIUS = 12;
const TWO_PI = 2 * Math.PI;

/** How the folds of a stretch of colon look: ranges in mm, and how narrow their crescents are (see Crescent). */
export interface FoldHabit {
  readonly height: readonly [number, number];
  readonly narrowness: readonly [number, number];
  readonly thickness: readonly [number, number];
}

const COMMON_FOLDS: FoldHabit = { height: [6, 11.5], narrowness: [2.2, 4.4], thickness: [2.1, 3.1] };

/** Folds at about every `spacing` mm with heights, widths and gaps that differ as real ones do. */
export function growFolds(
  from: number,
  to: number,
  spacing: number,
  random: Random,
  habit: FoldHabit = COMMON_FOLDS,
): Fold[] {
  const folds: Fold[] = [];
  for (let s = from; s <= to; s += spacing * random.range(0.8, 1.2)) {
    const turn = random.range(-0.25, 0.25);
    const crescents = [0, 1, 2].map((k) => ({
      angle: (k + 0.5) * (TWO_PI / 3) + turn + random.range(-0.12, 0.12),
      narrowness: random.range(...habit.narrowness),
      height: random.range(...habit.height) * (random.next() < 0.2 ? 0.35 : 1),
    }));
    folds.push({
      s,
      thickness: random.range(...habit.thickness),
      lean: random.range(1, 4),
      leanAngle: random.range(0, TWO_PI),
      crescents,
    });
  }
  return folds;
}

/** The inner wall as a radius over (arc length, angle), with the bounds that let a ray take long steps safely. */
export class Wall {
  private readonly rows: number;
  private readonly radius: Float32Array;
  private readonly coarseRows: number;
  /** Interleaved: least radius within reach, and 1 / √(1 + steepest slope²) within reach. */
  private readonly coarse: Float32Array;
  /** Least radius within reach over the whole ring, for each coarse row. */
  private readonly ringLeast: Float32Array;

  constructor(
    readonly length: number,
    readonly baseRadius: number,
    folds: readonly Fold[],
    bumps: readonly Bump[],
    random: Random,
    profile: Profile = threeTaeniae(baseRadius),
  ) {
    this.rows = Math.round(length / STEP) + 1;
    this.radius = buildRadius(this.rows, baseRadius, profile, folds, bumps, random);
    this.coarseRows = Math.round(length / COARSE_STEP) + 1;
    this.coarse = buildCoarse(this.radius, this.rows, this.coarseRows);
    this.ringLeast = new Float32Array(this.coarseRows).map((_, row) => {
      let low = Number.POSITIVE_INFINITY;
      for (let col = 0; col < COARSE_COLS; col++) {
        low = Math.min(low, this.coarse[(row * COARSE_COLS + col) * 2] as number);
      }
      return low;
    });
  }

  /** Radius of the lumen in mm at arc length s (mm, held within the ends) and angle (radians in [0, 2π)). */
  radiusAt(s: number, angle: number): number {
    let y = s / STEP;
    y = y < 0 ? 0 : Math.min(y, this.rows - 1.001);
    const x = angle * (COLS / TWO_PI);
    const j = y | 0;
    const i = x | 0;
    const fy = y - j;
    const fx = x - i;
    const a = j * COLS + (i & (COLS - 1));
    const b = j * COLS + ((i + 1) & (COLS - 1));
    const r = this.radius;
    const top = (r[a] as number) * (1 - fx) + (r[b] as number) * fx;
    const bottom = (r[a + COLS] as number) * (1 - fx) + (r[b + COLS] as number) * fx;
    return top + (bottom - top) * fy;
  }

  /**
   * A distance in mm that can be travelled from a point at (s, angle), `r` mm from the axis, where the wall's radius is
   * `radius`, without passing through the wall. Negative inside the wall: the way back.
   */
  safeStep(s: number, angle: number, r: number, radius: number): number {
    let row = Math.round(s / COARSE_STEP);
    row = row < 0 ? 0 : row >= this.coarseRows ? this.coarseRows - 1 : row;
    const col = ((angle * (COARSE_COLS / TWO_PI)) | 0) & (COARSE_COLS - 1);
    // Near the axis a short step can change the angle by any amount: only the whole ring's least radius is safe there.
    const ring = (this.ringLeast[row] as number) - r;
    if (r < AXIS_RADIUS && ring > 0) return Math.min(ring, SAFE_REACH);
    const at = (row * COARSE_COLS + col) * 2;
    const bySlope = (radius - r) * (this.coarse[at + 1] as number);
    const byLeast = (this.coarse[at] as number) - r;
    const free = Math.max(bySlope, byLeast);
    return Math.min(free, SAFE_REACH);
  }
}

/** Three taeniae pull the wall in between the haustra. */
function threeTaeniae(base: number): Profile {
  return (_s, angle) => base * (1 + 0.07 * Math.cos(3 * angle + Math.PI));
}

function buildRadius(
  rows: number,
  base: number,
  profile: Profile,
  folds: readonly Fold[],
  bumps: readonly Bump[],
  random: Random,
): Float32Array {
  const broad = noiseMap(rows, COLS, Math.max(2, Math.round(rows / 56)), 5, 2, random.fork('broad'));
  const wrinkles = noiseMap(rows, COLS, Math.max(4, Math.round(rows / 9)), 10, 2, random.fork('wrinkles'));
  const patches = noiseMap(rows, COLS, Math.max(2, Math.round(rows / 80)), 4, 1, random.fork('patches'));
  const out = new Float32Array(rows * COLS);
  const crests = folds.map((fold) => ({
    fold,
    heights: new Float64Array(COLS).map((_, i) => crescentHeight(fold, (i * TWO_PI) / COLS)),
  }));
  for (let j = 0; j < rows; j++) {
    const s = j * STEP;
    const near = crests.filter(({ fold }) => Math.abs(fold.s - s) < 40);
    for (let i = 0; i < COLS; i++) {
      const angle = (i * TWO_PI) / COLS;
      const k = j * COLS + i;
      let r = profile(s, angle) + 1.3 * (broad[k] as number);
      r += 0.55 * (wrinkles[k] as number) * smoothstep(-0.35, 0.5, patches[k] as number);
      let ridge = 0;
      let nearest = 40;
      for (const { fold, heights } of near) {
        const ds = s - fold.s - fold.lean * Math.sin(angle - fold.leanAngle) - 0.8 * (broad[k] as number);
        nearest = Math.min(nearest, Math.abs(ds));
        const x = ds / fold.thickness;
        if (Math.abs(x) > FOLD_REACH) continue;
        // The tail is cut off without a step, which would show as a line in the highlights.
        const profile = (1 + x * x) ** -1.4 - 0.004;
        if (profile > 0)
          ridge = Math.max(ridge, profile * (heights[i] as number) * (1 + 0.16 * (wrinkles[k] as number)));
      }
      r += 1.8 * smoothstep(2, 12, nearest);
      out[k] = r - ridge;
    }
  }
  for (const bump of bumps) raise(out, rows, base, bump);
  return out;
}

/** A fold's profile comes to nothing this many thicknesses from its crest. */
const FOLD_REACH = 7.2;

function crescentHeight(fold: Fold, angle: number): number {
  // A cube root of cubes: the crescents meet in rounded corners, not in creases.
  let sum = 0;
  for (const c of fold.crescents) {
    const lobe = 0.5 + 0.5 * Math.cos(angle - c.angle);
    sum += (c.height * lobe ** c.narrowness) ** 3;
  }
  return Math.cbrt(sum);
}

function raise(radius: Float32Array, rows: number, base: number, bump: Bump): void {
  const reach = bump.radius * 1.05;
  for (let j = Math.max(0, Math.ceil((bump.s - reach) / STEP)); j < rows && j * STEP <= bump.s + reach; j++) {
    for (let i = 0; i < COLS; i++) {
      let d = Math.abs((i * TWO_PI) / COLS - bump.angle) % TWO_PI;
      if (d > Math.PI) d = TWO_PI - d;
      const q = Math.hypot(j * STEP - bump.s, d * base) / bump.radius;
      if (q < 1)
        radius[j * COLS + i] =
          (radius[j * COLS + i] as number) - bump.height * Math.sqrt(1 - q * q) * (1 - q ** 6);
    }
  }
}

function buildCoarse(radius: Float32Array, rows: number, coarseRows: number): Float32Array {
  // First the least radius and steepest slope of each coarse cell, then the same over all cells within reach.
  const perRow = COARSE_STEP / STEP;
  const perCol = COLS / COARSE_COLS;
  const least = new Float32Array(coarseRows * COARSE_COLS);
  const steep = new Float32Array(coarseRows * COARSE_COLS);
  for (let row = 0; row < coarseRows; row++) {
    for (let col = 0; col < COARSE_COLS; col++) {
      let low = Number.POSITIVE_INFINITY;
      let slope = 0;
      for (let j = row * perRow - 1; j <= row * perRow + 1; j++) {
        const jj = clamp(j, 0, rows - 2);
        for (let i = col * perCol; i <= (col + 1) * perCol; i++) {
          const r = radius[jj * COLS + (i % COLS)] as number;
          const along = ((radius[(jj + 1) * COLS + (i % COLS)] as number) - r) / STEP;
          const around = ((radius[jj * COLS + ((i + 1) % COLS)] as number) - r) / ((r * TWO_PI) / COLS);
          low = Math.min(low, r);
          slope = Math.max(slope, along * along + around * around);
        }
      }
      least[row * COARSE_COLS + col] = low;
      steep[row * COARSE_COLS + col] = slope;
    }
  }
  const out = new Float32Array(coarseRows * COARSE_COLS * 2);
  const reachRows = Math.ceil(SAFE_REACH / COARSE_STEP);
  const reachCols = 4;
  for (let row = 0; row < coarseRows; row++) {
    for (let col = 0; col < COARSE_COLS; col++) {
      let low = Number.POSITIVE_INFINITY;
      let slope = 0;
      for (let dj = -reachRows; dj <= reachRows; dj++) {
        const j = clamp(row + dj, 0, coarseRows - 1);
        for (let di = -reachCols; di <= reachCols; di++) {
          const k = j * COARSE_COLS + ((col + di + COARSE_COLS) % COARSE_COLS);
          low = Math.min(low, least[k] as number);
          // A step of free length only meets slopes nearby: far ones count less, which keeps steps long.
          if (Math.abs(dj) <= 4 && Math.abs(di) <= 2) slope = Math.max(slope, steep[k] as number);
        }
      }
      const at = (row * COARSE_COLS + col) * 2;
      out[at] = low;
      out[at + 1] = 1 / Math.sqrt(1 + slope);
    }
  }
  return out;
}
