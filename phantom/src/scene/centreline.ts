import { addScaled, type Vec3 } from '../maths/vector.js';

/** A bend of the colon: the line turns by `angle` radians over `length` mm from arc length `at`, towards `towards` (radians in the cross-section). */
export interface Bend {
  readonly at: number;
  readonly length: number;
  readonly angle: number;
  readonly towards: number;
}

/** A place on the line with its rotation-minimising frame: tangent (towards the caecum), and n, b across. */
export interface Station {
  readonly point: Vec3;
  readonly tangent: Vec3;
  readonly n: Vec3;
  readonly b: Vec3;
}

/** Sample spacing, mm. */
const STEP = 0.5;
/** Numbers kept for each sample: point, tangent, n, b, curvature towards n and b. */
const STRIDE = 14;

/**
 * The centre line of the lumen, from arc length 0 (anal side) to `length` mm (caecum), given by its curvature so that
 * no bend can be tighter than the tube is wide. `locate` turns a point into tube coordinates.
 */
export class CentreLine {
  /** Arc length of the last located point, mm (may lie beyond either end: the line goes on straight). */
  s = 0;
  /** Cross-section coordinates of the last located point along n and b, mm. */
  u = 0;
  v = 0;

  /** Offset of the sample that the last located point belongs to. */
  private offset = 0;
  private readonly samples: Float64Array;
  private readonly last: number;

  constructor(
    readonly length: number,
    bends: readonly Bend[],
  ) {
    this.last = Math.round(length / STEP);
    this.samples = integrate(this.last, bends);
  }

  /** The frame at arc length s, held within the ends. */
  at(s: number): Station {
    const x = Math.min(Math.max(s / STEP, 0), this.last);
    const i = Math.min(Math.round(x), this.last);
    const rest = (x - i) * STEP;
    const a = this.samples.subarray(i * STRIDE, (i + 1) * STRIDE) as ArrayLike<number>;
    const pick = (k: number): Vec3 => [a[k] as number, a[k + 1] as number, a[k + 2] as number];
    const tangent = pick(3);
    return { point: addScaled(pick(0), tangent, rest), tangent, n: pick(6), b: pick(9) };
  }

  /**
   * Nearest place on the line to (x, y, z), searched from arc length `hint`; fills s, u and v.
   * Right for points nearer to the line than its radius of curvature, when the hint is within a few centimetres.
   */
  locate(x: number, y: number, z: number, hint: number): void {
    const a = this.samples;
    let i = Math.round(hint / STEP);
    for (let turn = 0; turn < 8; turn++) {
      i = i < 0 ? 0 : Math.min(i, this.last);
      const o = i * STRIDE;
      this.offset = o;
      const qx = x - (a[o] as number);
      const qy = y - (a[o + 1] as number);
      const qz = z - (a[o + 2] as number);
      const along = qx * (a[o + 3] as number) + qy * (a[o + 4] as number) + qz * (a[o + 5] as number);
      this.u = qx * (a[o + 6] as number) + qy * (a[o + 7] as number) + qz * (a[o + 8] as number);
      this.v = qx * (a[o + 9] as number) + qy * (a[o + 10] as number) + qz * (a[o + 11] as number);
      const stretch = 1 - (a[o + 12] as number) * this.u - (a[o + 13] as number) * this.v;
      const ds = along / Math.max(stretch, 0.25);
      this.s = i * STEP + ds;
      const next = Math.round(this.s / STEP);
      if (next === i || (i === 0 && next < 0) || (i === this.last && next > i)) return;
      i = next;
    }
  }

  /**
   * Turn a direction given along the tangent, n and b of the last located point into one of the scene.
   * Writes x, y, z to `out`.
   */
  toScene(along: number, onN: number, onB: number, out: Float64Array): void {
    const a = this.samples;
    const o = this.offset;
    for (let k = 0; k < 3; k++) {
      out[k] =
        (a[o + 3 + k] as number) * along + (a[o + 6 + k] as number) * onN + (a[o + 9 + k] as number) * onB;
    }
  }

  /** How much longer than on the axis a step along the last located point's path is: 1 on a straight stretch. */
  get stretch(): number {
    const a = this.samples;
    return 1 - (a[this.offset + 12] as number) * this.u - (a[this.offset + 13] as number) * this.v;
  }
}

function curvature(bends: readonly Bend[], s: number): readonly [number, number] {
  let kn = 0;
  let kb = 0;
  for (const bend of bends) {
    const t = (s - bend.at) / bend.length;
    if (t <= 0 || t >= 1) continue;
    const k = ((1 - Math.cos(2 * Math.PI * t)) * bend.angle) / bend.length;
    kn += k * Math.cos(bend.towards);
    kb += k * Math.sin(bend.towards);
  }
  return [kn, kb];
}

function integrate(last: number, bends: readonly Bend[]): Float64Array {
  const out = new Float64Array((last + 1) * STRIDE);
  let p: Vec3 = [0, 0, 0];
  let t: Vec3 = [0, 0, 1];
  let n: Vec3 = [1, 0, 0];
  let b: Vec3 = [0, 1, 0];
  for (let i = 0; i <= last; i++) {
    const [kn, kb] = curvature(bends, i * STEP);
    out.set([...p, ...t, ...n, ...b, kn, kb], i * STRIDE);
    // Rotate the frame exactly about the axis t × (kn·n + kb·b): stays orthonormal whatever the number of steps.
    const k = Math.hypot(kn, kb);
    p = addScaled(p, t, STEP);
    if (k === 0) continue;
    const angle = k * STEP;
    const w: Vec3 = [(kn * n[0] + kb * b[0]) / k, (kn * n[1] + kb * b[1]) / k, (kn * n[2] + kb * b[2]) / k];
    const c = Math.cos(angle) - 1;
    const si = Math.sin(angle);
    const turn = (e: Vec3, et: number, ew: number): Vec3 =>
      addScaled(addScaled(e, t, et * c - ew * si), w, et * si + ew * c);
    const turned = [turn(t, 1, 0), turn(n, 0, kn / k), turn(b, 0, kb / k)] as const;
    [t, n, b] = turned;
  }
  return out;
}
