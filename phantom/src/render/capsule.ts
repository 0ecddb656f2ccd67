import type { Lens } from '../camera/lens.js';
import type { Vec3 } from '../maths/vector.js';

/** A rod with round ends in the camera's own axes (right, down, forward; mm). */
export interface Capsule {
  readonly a: Vec3;
  readonly b: Vec3;
  readonly radius: number;
  /** Linear reflectance. */
  readonly colour: Vec3;
  /** Strength of its highlights, 0 matt … 1 polished. */
  readonly gloss: number;
  /** Rings along it, one every so many mm (a coil); none when 0. */
  readonly rings: number;
}

/** Where the light sits in the camera's axes: between the two guides. */
const LIGHT: Vec3 = [0.1, -1, 0];

/**
 * Draw rods in front of a traced picture: where a rod is nearer than the surface, it takes the pixel.
 * Changes `rgb` (linear) and `depth` (mm) in place. Returns the pixels it took.
 */
export function drawCapsules(
  capsules: readonly Capsule[],
  lens: Lens,
  rgb: Float32Array,
  depth: Float32Array,
): number[] {
  const taken = new Set<number>();
  for (const capsule of capsules) {
    for (let k = 0; k < lens.mask.length; k++) {
      if ((lens.mask[k] as number) === 0) continue;
      const d: Vec3 = [
        lens.rays[k * 3] as number,
        lens.rays[k * 3 + 1] as number,
        lens.rays[k * 3 + 2] as number,
      ];
      const t = meet(d, capsule);
      if (t === null || t >= (depth[k] as number)) continue;
      depth[k] = t;
      taken.add(k);
      paint(capsule, [d[0] * t, d[1] * t, d[2] * t], d, rgb, k);
    }
  }
  return [...taken];
}

/** Way from the lens along the unit direction d to a rod, mm; null when it passes by. After Quilez' capsule intersection. */
export function meet(d: Vec3, { a, b, radius }: Capsule): number | null {
  const ba: Vec3 = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const baba = ba[0] * ba[0] + ba[1] * ba[1] + ba[2] * ba[2];
  const bard = ba[0] * d[0] + ba[1] * d[1] + ba[2] * d[2];
  const baoa = -(ba[0] * a[0] + ba[1] * a[1] + ba[2] * a[2]);
  const rdoa = -(d[0] * a[0] + d[1] * a[1] + d[2] * a[2]);
  const oaoa = a[0] * a[0] + a[1] * a[1] + a[2] * a[2];
  const qa = baba - bard * bard;
  const qb = baba * rdoa - baoa * bard;
  const qc = baba * oaoa - baoa * baoa - radius * radius * baba;
  const h = qb * qb - qa * qc;
  if (h < 0 || qa < 1e-9) return null;
  const t = (-qb - Math.sqrt(h)) / qa;
  const y = baoa + t * bard;
  if (y > 0 && y < baba) return t > 0 ? t : null;
  const end = y <= 0 ? a : b;
  const eb = -(end[0] * d[0] + end[1] * d[1] + end[2] * d[2]);
  const ec = end[0] * end[0] + end[1] * end[1] + end[2] * end[2] - radius * radius;
  const disc = eb * eb - ec;
  if (disc < 0) return null;
  const near = -eb - Math.sqrt(disc);
  return near > 0 ? near : null;
}

function paint(capsule: Capsule, p: Vec3, d: Vec3, rgb: Float32Array, k: number): void {
  const { a, b, radius, colour, gloss, rings } = capsule;
  const ba: Vec3 = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const length = Math.hypot(...ba);
  const along =
    length === 0 ? 0 : ((p[0] - a[0]) * ba[0] + (p[1] - a[1]) * ba[1] + (p[2] - a[2]) * ba[2]) / length;
  const held = length === 0 ? 0 : Math.min(Math.max(along / length, 0), 1);
  const n = [0, 1, 2].map((i) => ((p[i] as number) - (a[i] as number) - (ba[i] as number) * held) / radius);
  const l = [0, 1, 2].map((i) => (LIGHT[i] as number) - (p[i] as number));
  const d2 = (l[0] as number) ** 2 + (l[1] as number) ** 2 + (l[2] as number) ** 2;
  const inv = 1 / Math.sqrt(d2);
  let cos = 0;
  let half = 0;
  let size = 0;
  for (let i = 0; i < 3; i++) {
    const li = (l[i] as number) * inv;
    const hi = li - (d[i] as number);
    cos += (n[i] as number) * li;
    half += (n[i] as number) * hi;
    size += hi * hi;
  }
  const coil = rings > 0 ? 0.72 + 0.28 * Math.cos((2 * Math.PI * along) / rings) : 1;
  // Like the wall, but levelled off close by: beside the lens a rod is past the light guides' cones.
  const power = 1.1 / (d2 + 170);
  const shine = gloss * 5 * Math.max(half / Math.sqrt(size), 0) ** 40;
  for (let c = 0; c < 3; c++) {
    rgb[k * 3 + c] = power * ((colour[c] as number) * coil * (0.15 + 0.85 * Math.max(cos, 0)) + shine);
  }
}
