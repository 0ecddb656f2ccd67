import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lens } from '../camera/lens.js';
import { normalise, type Vec3 } from '../maths/vector.js';
import { type Capsule, drawCapsules, meet } from './capsule.js';
import { instrument } from './instrument.js';

const rod = (a: Vec3, b: Vec3, radius: number): Capsule => ({
  a,
  b,
  radius,
  colour: [1, 1, 1],
  gloss: 0,
  rings: 0,
});

/** Distance from a point to a rod's surface. */
function away(p: Vec3, { a, b, radius }: Capsule): number {
  const ba = [0, 1, 2].map((i) => b[i]! - a[i]!);
  const pa = [0, 1, 2].map((i) => p[i]! - a[i]!);
  const dot = (x: number[], y: number[]): number => x[0]! * y[0]! + x[1]! * y[1]! + x[2]! * y[2]!;
  const h = Math.min(1, Math.max(0, dot(pa, ba) / dot(ba, ba)));
  return Math.hypot(...pa.map((v, i) => v - ba[i]! * h)) - radius;
}

describe('meet', () => {
  const coordinate = fc.double({ min: -8, max: 8, noNaN: true });
  it('lands on the surface, or passes by at a distance', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (x, y, u, v) => {
        const capsule = rod([x, y, 14], [u, v, 24], 1.2);
        const d = normalise([x * 0.7 + 0.4, y * 0.7 - 0.3, 15]);
        const t = meet(d, capsule);
        if (t !== null) {
          expect(Math.abs(away([d[0] * t, d[1] * t, d[2] * t], capsule))).toBeLessThan(1e-6);
          return;
        }
        for (let s = 0; s < 40; s += 0.25) {
          expect(away([d[0] * s, d[1] * s, d[2] * s], capsule)).toBeGreaterThan(-1e-6);
        }
      }),
    );
  });
});

describe('drawCapsules', () => {
  const lens = new Lens({ side: 64, fieldOfView: 150, corner: 0.17 });
  const draw = (wall: number): number[] =>
    drawCapsules(
      instrument('snare', [1, 1, 18], 0.5),
      lens,
      new Float32Array(64 * 64 * 3),
      new Float32Array(64 * 64).fill(wall),
    );

  it('draws an instrument from the lower right towards the middle, in front of the wall only', () => {
    const far = draw(60);
    expect(far.length).toBeGreaterThan(40);
    const low = far.filter((k) => Math.floor(k / 64) > 44);
    expect(low.length).toBeGreaterThan(5);
    for (const k of low) expect(k % 64).toBeGreaterThan(32);
    expect(draw(2).length).toBeLessThan(far.length);
  });
});
