import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../maths/random.js';
import { addScaled, dot, length, type Vec3 } from '../maths/vector.js';
import { CentreLine } from './centreline.js';
import { Colon, fastAngle } from './colon.js';
import { growPolyp, type Paris } from './solid.js';
import { growFolds, Wall } from './wall.js';

const line = new CentreLine(200, [
  { at: 10, length: 90, angle: 0.9, towards: 0.3 },
  { at: 110, length: 80, angle: 0.7, towards: 2.5 },
]);
const folds = growFolds(12, 180, 26, new Random(4));
const wall = new Wall(200, 23, folds, [{ s: 100, angle: 1, radius: 3, height: 2 }], new Random(5));
const angles = fc.double({ min: 0, max: 6.28, noNaN: true });

describe('CentreLine', () => {
  it('keeps its frames orthonormal to the end', () => {
    const { tangent, n, b } = line.at(200);
    for (const v of [tangent, n, b]) expect(length(v)).toBeCloseTo(1, 9);
    expect(dot(tangent, n)).toBeCloseTo(0, 9);
    expect(dot(n, b)).toBeCloseTo(0, 9);
  });

  it('finds a point again that was placed beside it, from a hint two centimetres off', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 198, noNaN: true }),
        angles,
        fc.double({ min: 0, max: 22, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (s, angle, r, off) => {
          const at = line.at(s);
          const p = addScaled(addScaled(at.point, at.n, r * Math.cos(angle)), at.b, r * Math.sin(angle));
          line.locate(p[0], p[1], p[2], s + off);
          // Frames stand every half millimetre; the tightest bend turns 0.02 a millimetre. Half a step of turning, 22 mm out, on the
          // inside where a step is only 0.56 long: 0.25 × 0.02 × 22 / 0.56 = 0.196 mm along the line. Across it, next to nothing.
          expect(Math.abs(line.s - s)).toBeLessThan(0.2);
          expect(Math.abs(line.u - r * Math.cos(angle))).toBeLessThan(0.01);
          expect(Math.abs(line.v - r * Math.sin(angle))).toBeLessThan(0.01);
        },
      ),
    );
  });
});

describe('Wall', () => {
  it('leaves a lumen everywhere and never bulges beyond reason', () => {
    for (let s = 0; s <= 200; s += 3) {
      for (let a = 0; a < 6.28; a += 0.1) {
        const r = wall.radiusAt(s, a);
        expect(r).toBeGreaterThan(6);
        expect(r).toBeLessThan(32);
      }
    }
  });

  it('closes around its angle', () => {
    expect(wall.radiusAt(77, 2 * Math.PI - 1e-6)).toBeCloseTo(wall.radiusAt(77, 0), 3);
  });
});

describe('Colon', () => {
  const colon = new Colon({
    line,
    wall,
    cap: { start: 186, depth: 22, orifice: [5, 3] },
    solids: [],
    pools: [],
    up: [0, 1, 0],
  });

  it('lets no ray through the wall', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 5, max: 170, noNaN: true }),
        angles,
        fc.double({ min: -1, max: 1, noNaN: true }),
        (s, turn, tilt) => {
          const { point, tangent, n, b } = line.at(s);
          const across = Math.sqrt(1 - tilt * tilt);
          let d: Vec3 = addScaled([0, 0, 0], tangent, tilt);
          d = addScaled(addScaled(d, n, across * Math.cos(turn)), b, across * Math.sin(turn));
          colon.hint = s;
          let t = 0;
          for (let i = 0; i < 400; i++) {
            const p = addScaled(point, d, t);
            const free = colon.step(...p);
            if (free < 0.01) break;
            t += free;
            // Look at the stretch just passed: it must all have been lumen.
            for (let back = 0.1; back < free; back += 0.2) {
              const q = addScaled(point, d, t - back);
              expect(colon.shape(...q)).toBeGreaterThan(-0.6);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('anchors on the wall, facing the lumen', () => {
    const { point, inward } = colon.anchor(90, 2);
    expect(colon.shape(...point)).toBeCloseTo(0, 1);
    expect(colon.shape(...addScaled(point, inward, 3))).toBeGreaterThan(1);
  });
});

describe('fastAngle', () => {
  it('is atan2 on [0, 2π)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        (y, x) => {
          fc.pre(Math.hypot(x, y) > 1e-3);
          const exact = (Math.atan2(y, x) + 2 * Math.PI) % (2 * Math.PI);
          const d = Math.abs(fastAngle(y, x) - exact);
          expect(Math.min(d, 2 * Math.PI - d)).toBeLessThan(2e-4);
        },
      ),
    );
  });
});

describe('growPolyp', () => {
  it.each<Paris>(['0-Is', '0-Isp', '0-Ip', '0-IIa', '0-IIb'])(
    '%s stands out of the wall within its bound, about as wide as stated',
    (paris) => {
      const spec = { id: 'P', paris, sizeMm: 12, s: 0, angle: 0, variant: 2, redness: 1 };
      const polyp = growPolyp(spec, { point: [0, 0, 0], inward: [0, 0, 1] });
      let high = 0;
      let wide = 0;
      for (let x = -20; x <= 20; x += 0.5) {
        for (let y = -20; y <= 20; y += 0.5) {
          for (let h = 0; h <= 30; h += 0.5) {
            if (polyp.distance(x, y, h) > 0) continue;
            high = Math.max(high, h);
            wide = Math.max(wide, Math.hypot(x, y));
            expect(Math.hypot(x, y, h)).toBeLessThanOrEqual(polyp.bound + 1e-9);
          }
        }
      }
      const heights = {
        '0-Is': [4, 8],
        '0-Isp': [7, 11],
        '0-Ip': [10, 20],
        '0-IIa': [1, 3.4],
        '0-IIb': [0.4, 1.1],
      } as const;
      expect(high).toBeGreaterThan(heights[paris][0]);
      expect(high).toBeLessThan(heights[paris][1]);
      expect(wide).toBeGreaterThan(4.5);
      expect(wide).toBeLessThan(paris === '0-Ip' ? 12 : 8);
    },
  );
});
