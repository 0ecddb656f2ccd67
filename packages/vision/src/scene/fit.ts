import type { Texture } from './texture.js';

/**
 * How the picture of a tube moves when the scope does, lengths in half sides of the field: everything shifts (the scope
 * turns), rolls about the centre, and flows away from the lumen the faster the nearer the wall is, which is with the
 * square of the distance from it (the scope goes in).
 */
export interface Flow {
  readonly shiftX: number;
  readonly shiftY: number;
  /** Flow away from the lumen at distance 1; negative towards it. */
  readonly expansion: number;
  /** Radians, clockwise as seen. */
  readonly roll: number;
}

export const STILL: Flow = { shiftX: 0, shiftY: 0, expansion: 0, roll: 0 };

/** What a fit found, and how alike the two pictures are once the flow is taken out, −1..1. */
export interface Fitted {
  readonly flow: Flow;
  readonly likeness: number;
  /** Part of the cells that could be compared, 0..1. */
  readonly overlap: number;
}

const PARAMETERS = 4;
/** Differences well above this, in spreads of the texture, count little: reflections, instruments, hidden parts. */
const OUTLIER = 0.7;
/** Holds what the picture does not tell near zero: shift a little, expansion and roll a little more. */
const HOLD = [0.02, 0.02, 0.05, 0.05] as const;

/**
 * Fits the flow that leads from one texture to a later one of the same size, from a first guess, by `rounds` of
 * reweighted least squares. `lumen` is where things flow away from: x, y from the centre in half sides. Pure.
 */
export function fitFlow(
  before: Texture,
  after: Texture,
  lumen: readonly [number, number],
  guess: Flow,
  rounds: number,
): Fitted {
  let flow = guess;
  for (let round = 0; round < rounds; round++) {
    const step = stepOf(before, after, lumen, flow);
    flow = {
      shiftX: flow.shiftX + step[0],
      shiftY: flow.shiftY + step[1],
      expansion: flow.expansion + step[2],
      roll: flow.roll + step[3],
    };
  }
  return { flow, ...compare(before, after, lumen, flow) };
}

type Step = readonly [number, number, number, number];

/** One Gauss-Newton step for the four numbers of the flow. */
function stepOf(before: Texture, after: Texture, [lx, ly]: readonly [number, number], flow: Flow): Step {
  const { side, values, weights } = before;
  const half = side / 2;
  let h00 = 0;
  let h01 = 0;
  let h02 = 0;
  let h03 = 0;
  let h11 = 0;
  let h12 = 0;
  let h13 = 0;
  let h22 = 0;
  let h23 = 0;
  let h33 = 0;
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  for (let y = 1; y < side - 1; y++) {
    const qy = (y + 0.5) / half - 1;
    for (let x = 1; x < side - 1; x++) {
      const i = y * side + x;
      // The cell and its neighbours must be wall, or a border would count as an edge that never moves.
      if (
        weights[i] === 0 ||
        weights[i - 1] === 0 ||
        weights[i + 1] === 0 ||
        weights[i - side] === 0 ||
        weights[i + side] === 0
      )
        continue;
      const qx = (x + 0.5) / half - 1;
      const dx = qx - lx;
      const dy = qy - ly;
      const away = Math.sqrt(dx * dx + dy * dy);
      const ex = away * dx;
      const ey = away * dy;
      const u = x + half * (flow.shiftX + flow.expansion * ex - flow.roll * qy);
      const v = y + half * (flow.shiftY + flow.expansion * ey + flow.roll * qx);
      const seen = sample(after, u, v);
      if (seen === null) continue;
      const difference = (values[i] ?? 0) - seen;
      const w = 1 / (1 + (difference / OUTLIER) ** 2);
      const gx = (half * ((values[i + 1] ?? 0) - (values[i - 1] ?? 0))) / 2;
      const gy = (half * ((values[i + side] ?? 0) - (values[i - side] ?? 0))) / 2;
      const g2 = gx * ex + gy * ey;
      const g3 = gy * qx - gx * qy;
      const wx = w * gx;
      const wy = w * gy;
      const w2 = w * g2;
      const w3 = w * g3;
      h00 += wx * gx;
      h01 += wx * gy;
      h02 += wx * g2;
      h03 += wx * g3;
      h11 += wy * gy;
      h12 += wy * g2;
      h13 += wy * g3;
      h22 += w2 * g2;
      h23 += w2 * g3;
      h33 += w3 * g3;
      b0 += wx * difference;
      b1 += wy * difference;
      b2 += w2 * difference;
      b3 += w3 * difference;
    }
  }
  const cells = side * side;
  const { shiftX, shiftY, expansion, roll } = flow;
  const rows = [
    [h00 + HOLD[0] * cells, h01, h02, h03, b0 - HOLD[0] * cells * shiftX],
    [h01, h11 + HOLD[1] * cells, h12, h13, b1 - HOLD[1] * cells * shiftY],
    [h02, h12, h22 + HOLD[2] * cells, h23, b2 - HOLD[2] * cells * expansion],
    [h03, h13, h23, h33 + HOLD[3] * cells, b3 - HOLD[3] * cells * roll],
  ];
  return solve(Float64Array.from(rows.flat()));
}

/** Solves four equations (rows of four coefficients and the right side) by elimination; they are positive definite. */
function solve(rows: Float64Array): Step {
  const wide = PARAMETERS + 1;
  for (let k = 0; k < PARAMETERS; k++) {
    const pivot = rows[k * wide + k] ?? 1;
    for (let r = k + 1; r < PARAMETERS; r++) {
      const factor = (rows[r * wide + k] ?? 0) / pivot;
      for (let c = k; c < wide; c++)
        rows[r * wide + c] = (rows[r * wide + c] ?? 0) - factor * (rows[k * wide + c] ?? 0);
    }
  }
  const out: [number, number, number, number] = [0, 0, 0, 0];
  for (let k = PARAMETERS - 1; k >= 0; k--) {
    let sum = rows[k * wide + PARAMETERS] ?? 0;
    for (let c = k + 1; c < PARAMETERS; c++) sum -= (rows[k * wide + c] ?? 0) * (out[c] ?? 0);
    out[k] = sum / (rows[k * wide + k] ?? 1);
  }
  return out;
}

/** The texture between cells (x, y from the middle of the first cell), null where it is not wall. */
function sample({ side, values, weights }: Texture, x: number, y: number): number | null {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= side - 1 || top >= side - 1) return null;
  const i = top * side + left;
  if (weights[i] === 0 || weights[i + 1] === 0 || weights[i + side] === 0 || weights[i + side + 1] === 0)
    return null;
  const u = x - left;
  const v = y - top;
  const upper = (values[i] ?? 0) * (1 - u) + (values[i + 1] ?? 0) * u;
  const lower = (values[i + side] ?? 0) * (1 - u) + (values[i + side + 1] ?? 0) * u;
  return upper * (1 - v) + lower * v;
}

/** How alike the two are along the flow. */
function compare(
  before: Texture,
  after: Texture,
  [lx, ly]: readonly [number, number],
  flow: Flow,
): Pick<Fitted, 'likeness' | 'overlap'> {
  const { side, values, weights } = before;
  const half = side / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  let count = 0;
  let all = 0;
  for (let y = 0; y < side; y++) {
    const qy = (y + 0.5) / half - 1;
    for (let x = 0; x < side; x++) {
      const i = y * side + x;
      if (weights[i] === 0) continue;
      all++;
      const qx = (x + 0.5) / half - 1;
      const away = Math.hypot(qx - lx, qy - ly);
      const u = x + half * (flow.shiftX + flow.expansion * away * (qx - lx) - flow.roll * qy);
      const v = y + half * (flow.shiftY + flow.expansion * away * (qy - ly) + flow.roll * qx);
      const b = sample(after, u, v);
      if (b === null) continue;
      const a = values[i] ?? 0;
      ab += a * b;
      aa += a * a;
      bb += b * b;
      count++;
    }
  }
  const likeness = aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
  return { likeness, overlap: all > 0 ? count / all : 0 };
}
