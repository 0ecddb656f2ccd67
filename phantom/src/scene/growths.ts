import { smoothMin } from '../maths/curve.js';
import { dot, normalise, tangentFrame, type Vec3 } from '../maths/vector.js';
import { type Anchor, ellipsoid, frameAlong, lobular, type Solid } from './solid.js';

/** The ileocaecal valve as two thick lips on their fold, parted by a slit; `width` mm from end to end. */
export function growLips(anchor: Anchor, along: Vec3, width: number): Solid {
  const [n, e1, e2] = frameAlong(anchor, along);
  const r = width / 2;
  return {
    material: 'valve',
    lesion: null,
    tint: 0.5,
    centre: anchor.point,
    bound: r * 1.4 + 3,
    blend: 3.5,
    frame: [n, e1, e2],
    distance: (x, y, z) => {
      const p: Vec3 = [x, y, z];
      const a = dot(p, e1);
      const b = dot(p, e2);
      const h = dot(p, n) - 0.12 * r;
      // Both lips bow towards their ends, where they run together into the fold.
      const bow = 0.34 * r * (1 - 0.6 * ((b * b) / (r * r)));
      const upper = ellipsoid(a - bow, b, h, 0.33 * r, r, 0.46 * r);
      const lower = ellipsoid(a + bow, b, h, 0.33 * r, 0.94 * r, 0.42 * r);
      return lobular(smoothMin(upper, lower, 0.9), 0.25, a, b, h, 4, 1);
    },
  };
}

/** A lump of stool of about `radius` mm on the wall. */
export function growLump(anchor: Anchor, radius: number, variant: number): Solid {
  const n = normalise(anchor.inward);
  const [e1, e2] = tangentFrame(n);
  return {
    material: 'stool',
    lesion: null,
    tint: 1,
    centre: anchor.point,
    bound: radius * 1.5,
    blend: 0.5,
    frame: [n, e1, e2],
    distance: (x, y, z) => {
      const p: Vec3 = [x, y, z];
      const [a, b, h] = [dot(p, e1), dot(p, e2), dot(p, n)];
      const smooth = ellipsoid(a, b, h - 0.15 * radius, radius, 0.8 * radius, 0.62 * radius);
      return lobular(smooth, 0.16 * radius, a, b, h, 0.7 * radius, variant);
    },
  };
}
