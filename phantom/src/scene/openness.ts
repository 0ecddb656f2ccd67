import { addScaled, type Vec3 } from '../maths/vector.js';
import type { Colon } from './colon.js';

const ROW_MM = 1;
const COLS = 128;
const TWO_PI = 2 * Math.PI;
/** Distances above the surface at which the room there is felt, mm. */
const NEAR = 1.6;
const WIDE = 6;

/**
 * How open the surroundings of a surface point are: 0 in a crevice … 1 on open wall.
 * @param p a point of the surface @param n the unit vector out of it
 */
export function openness(
  colon: Colon,
  px: number,
  py: number,
  pz: number,
  nx: number,
  ny: number,
  nz: number,
): number {
  const near = colon.shape(px + nx * NEAR, py + ny * NEAR, pz + nz * NEAR) / NEAR;
  const wide = colon.shape(px + nx * WIDE, py + ny * WIDE, pz + nz * WIDE) / WIDE;
  return Math.max(0, 0.5 * Math.min(near, 1) + 0.5 * Math.min(wide, 1));
}

/** The openness of the bare wall, measured once: the wall does not move. */
export class WallOpenness {
  private readonly rows: number;
  private readonly values: Float32Array;

  /** @param colon the colon without solids and pools */
  constructor(colon: Colon) {
    const { line, cap, wall } = colon.anatomy;
    this.rows = Math.ceil(cap.start / ROW_MM) + 2;
    this.values = new Float32Array(this.rows * COLS);
    const n = new Float64Array(3);
    for (let row = 0; row < this.rows; row++) {
      const s = Math.min(row * ROW_MM, cap.start);
      const station = line.at(s);
      for (let col = 0; col < COLS; col++) {
        const angle = (col * TWO_PI) / COLS;
        const r = wall.radiusAt(s, angle);
        const p: Vec3 = addScaled(
          addScaled(station.point, station.n, r * Math.cos(angle)),
          station.b,
          r * Math.sin(angle),
        );
        colon.hint = s;
        colon.shape(p[0], p[1], p[2]);
        colon.wallNormal(0.4, n);
        this.values[row * COLS + col] = openness(colon, ...p, n[0] as number, n[1] as number, n[2] as number);
      }
    }
  }

  /** Openness at arc length s (mm) and angle (radians in [0, 2π)). */
  at(s: number, angle: number): number {
    const y = Math.min(Math.max(s / ROW_MM, 0), this.rows - 1.001);
    const x = angle * (COLS / TWO_PI);
    const j = y | 0;
    const i = x | 0;
    const fy = y - j;
    const fx = x - i;
    const a = j * COLS + (i & (COLS - 1));
    const b = j * COLS + ((i + 1) & (COLS - 1));
    const v = this.values;
    const top = (v[a] as number) * (1 - fx) + (v[b] as number) * fx;
    const low = (v[a + COLS] as number) * (1 - fx) + (v[b + COLS] as number) * fx;
    return top + (low - top) * fy;
  }
}
