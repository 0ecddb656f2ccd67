import type { Random } from '../maths/random.js';
import { addScaled, normalise, type Vec3 } from '../maths/vector.js';
import type { Colon } from '../scene/colon.js';
import type { Solid } from '../scene/solid.js';

/** A point of a lesion's surface and the direction out of it. */
export interface SurfacePoint {
  readonly point: Vec3;
  readonly normal: Vec3;
}

/**
 * Points spread over the part of a solid that stands out of the wall: found along rays that fall on it from random
 * places around it. About `count` of them; fewer for a solid that hardly shows.
 * @param s arc length near which the solid is rooted, mm: where the search for its points begins
 */
export function surfacePoints(
  colon: Colon,
  solid: Solid,
  count: number,
  random: Random,
  s: number = colon.anatomy.line.length / 2,
): SurfacePoint[] {
  const points: SurfacePoint[] = [];
  for (let tries = 0; points.length < count && tries < count * 6; tries++) {
    const out = randomDirection(random);
    const target = addScaled(
      addScaled([0, 0, 0], randomDirection(random), solid.bound * 0.5 * random.next()),
      solid.frame[0],
      solid.bound * 0.3,
    );
    const start = addScaled(target, out, solid.bound * 1.5);
    const hit = fall(solid, start, normalise([-out[0], -out[1], -out[2]]));
    if (hit === null) continue;
    const point = addScaled(solid.centre, hit, 1);
    colon.hint = s;
    const height = colon.shape(point[0], point[1], point[2]);
    if (colon.solid !== solid || colon.share <= 0.5 || Math.abs(height) > solid.blend) continue;
    points.push({ point, normal: colon.normal(point, 0.4) });
  }
  return points;
}

function randomDirection(random: Random): Vec3 {
  const z = random.range(-1, 1);
  const a = random.range(0, 2 * Math.PI);
  const r = Math.sqrt(1 - z * z);
  return [r * Math.cos(a), r * Math.sin(a), z];
}

/** Where a ray from `start` (relative to the solid's centre) meets the solid; null when it passes by. */
function fall(solid: Solid, start: Vec3, direction: Vec3): Vec3 | null {
  let t = 0;
  for (let i = 0; i < 80 && t < solid.bound * 3.5; i++) {
    const p = addScaled(start, direction, t);
    const d = solid.distance(p[0], p[1], p[2]);
    if (d < 0.02) return p;
    t += d * 0.7;
  }
  return null;
}
