import type { Random } from '../maths/random.js';

/** A grid over the unrolled wall that closes around its columns. */
export interface Grid {
  readonly rows: number;
  readonly cols: number;
  /** Millimetres for each row and column. */
  readonly mmRow: number;
  readonly mmCol: number;
}

/** How the vessels of one layer grow. Widths in mm. */
export interface VesselHabit {
  readonly trees: number;
  readonly width: number;
  readonly thinnest: number;
  /** Chance of a branch for each millimetre. */
  readonly branching: number;
  /** How much the course wanders, radians for each √mm. */
  readonly wander: number;
}

interface Twig {
  row: number;
  col: number;
  heading: number;
  width: number;
}

/**
 * Branching vessels on the unrolled wall: seeded random trees whose twigs taper, wander and fork.
 * @returns darkness in [0, 1] for each grid point
 */
export function growVessels(grid: Grid, habit: VesselHabit, random: Random): Float32Array {
  const out = new Float32Array(grid.rows * grid.cols);
  for (let tree = 0; tree < habit.trees; tree++) {
    const open: Twig[] = [
      {
        row: random.range(0, grid.rows),
        col: random.range(0, grid.cols),
        heading: random.range(0, 2 * Math.PI),
        width: habit.width * random.range(0.6, 1.1),
      },
    ];
    for (let twig = open.pop(); twig !== undefined; twig = open.pop()) {
      followTwig(out, grid, habit, twig, open, random);
    }
  }
  return out;
}

function followTwig(
  out: Float32Array,
  grid: Grid,
  habit: VesselHabit,
  twig: Twig,
  open: Twig[],
  random: Random,
): void {
  const step = 0.3;
  const course = twig.heading;
  while (twig.width > habit.thinnest && twig.row > 0 && twig.row < grid.rows - 1) {
    splat(out, grid, twig);
    // Drawn back to its course: a vessel that curls into a ring is seen in no colon, and looks like a polyp's outline.
    twig.heading +=
      (random.next() - 0.5) * 3.5 * habit.wander * Math.sqrt(step) - 0.12 * step * (twig.heading - course);
    twig.row += (Math.sin(twig.heading) * step) / grid.mmRow;
    twig.col += (Math.cos(twig.heading) * step) / grid.mmCol;
    twig.width *= 1 - 0.012 * step;
    if (random.next() < habit.branching * step && open.length < 200) {
      const side = random.next() < 0.5 ? -1 : 1;
      open.push({
        row: twig.row,
        col: twig.col,
        heading: twig.heading + side * random.range(0.5, 1.1),
        width: twig.width * random.range(0.55, 0.8),
      });
      twig.width *= 0.9;
      twig.heading -= side * random.range(0.1, 0.35);
    }
  }
}

function splat(out: Float32Array, grid: Grid, twig: Twig): void {
  const sigma = Math.max(twig.width / 2, 0.11);
  const strength = Math.min(1, twig.width / 0.35);
  const dr = Math.ceil((2 * sigma) / grid.mmRow);
  const dc = Math.ceil((2 * sigma) / grid.mmCol);
  const r0 = Math.round(twig.row);
  const c0 = Math.round(twig.col);
  for (let r = Math.max(0, r0 - dr); r <= Math.min(grid.rows - 1, r0 + dr); r++) {
    for (let c = c0 - dc; c <= c0 + dc; c++) {
      const y = (r - twig.row) * grid.mmRow;
      const x = (c - twig.col) * grid.mmCol;
      const value = strength * Math.exp(-(x * x + y * y) / (sigma * sigma));
      const k = r * grid.cols + (((c % grid.cols) + grid.cols) % grid.cols);
      if (value > (out[k] as number)) out[k] = value;
    }
  }
}
