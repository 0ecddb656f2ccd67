import { clamp, smoothMin } from '../maths/curve.js';
import { dot, normalise, tangentFrame, type Vec3 } from '../maths/vector.js';

/** What a ray has met. */
export type Material = 'wall' | 'polyp' | 'valve' | 'stool' | 'liquid';

/** Paris classes that the phantom can grow. */
export type Paris = '0-Is' | '0-Isp' | '0-Ip' | '0-IIa' | '0-IIb';

/** Something that stands in the lumen, as a signed distance in millimetres. */
export interface Solid {
  readonly material: 'polyp' | 'valve' | 'stool';
  /** Identity of a lesion; null for anything else. */
  readonly lesion: string | null;
  /** How far its own colour replaces that of the wall, 0..1. */
  readonly tint: number;
  readonly centre: Vec3;
  /** Everything of the solid lies within this distance of the centre, mm. */
  readonly bound: number;
  /** Width over which it melts into the wall, mm. */
  readonly blend: number;
  /** Unit vectors for its surface pattern: out of the wall, and two along it. */
  readonly frame: readonly [n: Vec3, e1: Vec3, e2: Vec3];
  /** Signed distance of a point given relative to the centre. Negative inside. */
  distance(x: number, y: number, z: number): number;
}

/** Where a solid is rooted: a point of the wall and the direction into the lumen (unit). */
export interface Anchor {
  readonly point: Vec3;
  readonly inward: Vec3;
}

/** A polyp as the scene's script states it. */
export interface PolypSpec {
  readonly id: string;
  readonly paris: Paris;
  /** Largest diameter, mm. */
  readonly sizeMm: number;
  /** Arc length (mm) and angle (radians) of its root. */
  readonly s: number;
  readonly angle: number;
  /** Any number: turns and lobulation differ with it. */
  readonly variant: number;
  /** 0 the colour of the mucosa around it … 1 deep red. */
  readonly redness: number;
}

/** Distance to an axis-aligned ellipsoid (Quilez' bound: exact on the surface, close near it). */
export function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const ax = x / rx;
  const ay = y / ry;
  const az = z / rz;
  const k0 = Math.sqrt(ax * ax + ay * ay + az * az);
  if (k0 < 1e-6) return -Math.min(rx, ry, rz);
  const bx = ax / rx;
  const by = ay / ry;
  const bz = az / rz;
  return (k0 * (k0 - 1)) / Math.sqrt(bx * bx + by * by + bz * bz);
}

/** A smooth periodic field without straight rows, in [-1.5, 1.5]. */
function gyroid(x: number, y: number, z: number): number {
  return Math.sin(x) * Math.cos(y) + Math.sin(y) * Math.cos(z) + Math.sin(z) * Math.cos(x);
}

/** Lobulation: a cheap smooth field in about [-1, 1] with features of about `size` mm. */
function lobes(x: number, y: number, z: number, size: number, phase: number): number {
  const k = Math.PI / size;
  return (
    0.45 * gyroid(k * x + phase, k * y, k * z) + 0.25 * gyroid(1.9 * k * y, 1.9 * k * z + phase, 1.9 * k * x)
  );
}

/**
 * A smooth distance made lobular: bumps of `depth` mm and about `size` mm across, which fade out above the surface,
 * so that they need not be worked out for every point on a ray's way.
 */
export function lobular(
  d: number,
  depth: number,
  x: number,
  y: number,
  z: number,
  size: number,
  phase: number,
): number {
  const fade = d < depth ? 1 : 1.25 - d / (4 * depth);
  return fade <= 0 ? d : d - fade * depth * lobes(x, y, z, size, phase);
}

/** Grow a polyp from its specification at its root. */
export function growPolyp(spec: PolypSpec, anchor: Anchor): Solid {
  const n = normalise(anchor.inward);
  const [t1, t2] = tangentFrame(n);
  const c = Math.cos(spec.variant * 2.4);
  const q = Math.sin(spec.variant * 2.4);
  const e1: Vec3 = [t1[0] * c + t2[0] * q, t1[1] * c + t2[1] * q, t1[2] * c + t2[2] * q];
  const e2: Vec3 = [t2[0] * c - t1[0] * q, t2[1] * c - t1[1] * q, t2[2] * c - t1[2] * q];
  const shape = SHAPES[spec.paris](spec.sizeMm / 2, spec.variant);
  const [ax, ay, az] = e1;
  const [bx, by, bz] = e2;
  const [nx, ny, nz] = n;
  const local = (x: number, y: number, z: number): number =>
    shape.distance(ax * x + ay * y + az * z, bx * x + by * y + bz * z, nx * x + ny * y + nz * z);
  return {
    material: 'polyp',
    lesion: spec.id,
    tint: spec.redness,
    centre: anchor.point,
    bound: shape.bound,
    blend: shape.blend,
    frame: [n, e1, e2],
    distance: local,
  };
}

interface Shape {
  readonly bound: number;
  readonly blend: number;
  distance(a: number, b: number, h: number): number;
}

const SHAPES: Record<Paris, (radius: number, variant: number) => Shape> = {
  '0-Is': (r, variant) => ({
    bound: r * 1.6 + 1,
    blend: 0.55 * r + 0.3,
    distance: (a, b, h) =>
      lobular(ellipsoid(a, b, h - 0.28 * r, r, 0.88 * r, 0.7 * r), 0.085 * r, a, b, h, 0.85 * r, variant),
  }),
  '0-IIa': (r, variant) => {
    const height = clamp(0.34 * r, 1.6, 2.8);
    return {
      bound: r * 1.25 + 1.5,
      blend: 0.7,
      distance: (a, b, h) => {
        const turn = Math.atan2(b, a);
        const outline = 1 + 0.1 * Math.sin(3 * turn + variant) + 0.06 * Math.sin(5 * turn + 2 * variant);
        const flat = ellipsoid(a / outline, b / outline, h - 0.1, r, 0.8 * r, height);
        return lobular(flat * 0.8, 0.32, a, b, h * 0.3, 1.7, variant);
      },
    };
  },
  '0-Isp': (r, variant) => ({
    bound: r * 2 + 1,
    blend: 0.35 * r + 0.2,
    distance: (a, b, h) => {
      // A neck narrower than the head, too short to swing.
      const neck = Math.max(Math.hypot(a, b) - 0.62 * r, h - 0.6 * r);
      const head = lobular(
        ellipsoid(a, b, h - 0.75 * r, r, 0.9 * r, 0.72 * r),
        0.085 * r,
        a,
        b,
        h,
        0.8 * r,
        variant,
      );
      return smoothMin(neck, head, 0.35 * r);
    },
  }),
  '0-IIb': (r, variant) => ({
    bound: r * 1.15 + 1,
    blend: 0.5,
    distance: (a, b, h) =>
      lobular(ellipsoid(a, b, h, r, 0.85 * r, 0.75) * 0.8, 0.12, a, b, h * 0.3, 1.4, variant),
  }),
  '0-Ip': (r, variant) => {
    const stalk = 1.05 * r;
    const lean = 0.5 * r;
    const thick = 0.34 * r;
    return {
      bound: stalk + 2 * r + 1,
      blend: 0.25 * r,
      distance: (a, b, h) => {
        // The stalk bends away from the wall; the head hangs at its end.
        const t = clamp((h + 1) / (stalk + 1), 0, 1);
        const along = Math.hypot(a - lean * t * t, b, h - (t * (stalk + 1) - 1)) - thick * (1.25 - 0.3 * t);
        const round = ellipsoid(a - lean * 1.2, b, h - stalk - 0.62 * r, r, 0.92 * r, 0.86 * r);
        const head = lobular(round, 0.085 * r, a, b, h, 0.62 * r, variant);
        return smoothMin(along, head, 0.3 * r);
      },
    };
  },
};

/** Into the lumen at an anchor, along a direction on the wall, and across both: unit vectors. */
export function frameAlong(anchor: Anchor, along: Vec3): readonly [n: Vec3, e1: Vec3, e2: Vec3] {
  const n = normalise(anchor.inward);
  const k = dot(along, n);
  const e1 = normalise([along[0] - n[0] * k, along[1] - n[1] * k, along[2] - n[2] * k]);
  const e2: Vec3 = [n[1] * e1[2] - n[2] * e1[1], n[2] * e1[0] - n[0] * e1[2], n[0] * e1[1] - n[1] * e1[0]];
  return [n, e1, e2];
}

/** The ileocaecal valve: two lips at a root on a fold; `width` mm from end to end. */
export function growValve(anchor: Anchor, along: Vec3, width: number): Solid {
  const [n, e1, e2] = frameAlong(anchor, along);
  const r = width / 2;
  return {
    material: 'valve',
    lesion: null,
    tint: 0.35,
    centre: anchor.point,
    bound: r * 1.4 + 3,
    blend: 5,
    frame: [n, e1, e2],
    distance: (x, y, z) => {
      const p: Vec3 = [x, y, z];
      const a = dot(p, e1);
      const b = dot(p, e2);
      const h = dot(p, n);
      // One soft mound along the fold, parted by a bent slit.
      const bent = a + 0.03 * b * b + 0.5 * Math.sin(0.5 * b);
      const mound = ellipsoid(bent, b, h, 0.62 * r, r, 0.42 * r);
      const slit = ellipsoid(bent, b, h - 0.4 * r, 0.09 * r, 0.62 * r, 0.3 * r);
      return -smoothMin(-mound, slit, 0.9);
    },
  };
}
