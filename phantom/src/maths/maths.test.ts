import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Knot, monotoneCurve, smoothMin, smoothstep } from './curve.js';
import { cellMap, noiseMap } from './noise.js';
import { Random } from './random.js';

describe('Random', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const take = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it('forks by label without moving on itself', () => {
    const random = new Random(3);
    const a = random.fork('folds').next();
    expect(random.fork('folds').next()).toBe(a);
    expect(random.fork('wall').next()).not.toBe(a);
  });
});

describe('monotoneCurve', () => {
  const knots = fc
    .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 })
    .chain((xs) =>
      fc
        .array(fc.integer({ min: -500, max: 500 }), { minLength: xs.length, maxLength: xs.length })
        .map((ys) => xs.sort((a, b) => a - b).map((x, i): Knot => [x, ys[i]!])),
    );

  it('goes through its knots and never overshoots between two of them', () => {
    fc.assert(
      fc.property(knots, fc.double({ min: 0, max: 1, noNaN: true }), (points, part) => {
        const curve = monotoneCurve(points);
        for (const [x, y] of points) expect(curve(x)).toBeCloseTo(y, 6);
        for (let i = 0; i + 1 < points.length; i++) {
          const [a, b] = [points[i]!, points[i + 1]!];
          const y = curve(a[0] + (b[0] - a[0]) * part);
          expect(y).toBeGreaterThanOrEqual(Math.min(a[1], b[1]) - 1e-6);
          expect(y).toBeLessThanOrEqual(Math.max(a[1], b[1]) + 1e-6);
        }
      }),
    );
  });

  it('refuses knots that do not rise', () => {
    expect(() => monotoneCurve([])).toThrow(RangeError);
    expect(() =>
      monotoneCurve([
        [1, 0],
        [1, 2],
      ]),
    ).toThrow(RangeError);
  });
});

describe('small curves', () => {
  it('smoothMin is never above the lesser and at most a quarter of k below it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -20, max: 20, noNaN: true }),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (a, b) => {
          const d = smoothMin(a, b, 2);
          expect(d).toBeLessThanOrEqual(Math.min(a, b));
          expect(d).toBeGreaterThanOrEqual(Math.min(a, b) - 0.5);
        },
      ),
    );
  });

  it('smoothstep is 0, ½ and 1 where it should be', () => {
    expect([smoothstep(2, 4, 1), smoothstep(2, 4, 3), smoothstep(2, 4, 9)]).toEqual([0, 0.5, 1]);
  });
});

describe('noise', () => {
  it('repeats without a seam and stays in range', () => {
    const size = 64;
    const map = noiseMap(size, size, 4, 4, 3, new Random(1));
    const inner: number[] = [];
    const seam: number[] = [];
    for (let row = 0; row < size; row++) {
      seam.push(Math.abs(map[row * size]! - map[row * size + size - 1]!));
      inner.push(Math.abs(map[row * size + 31]! - map[row * size + 30]!));
      expect(Math.abs(map[row * size]!)).toBeLessThan(1.5);
    }
    const mean = (a: number[]): number => a.reduce((x, y) => x + y, 0) / a.length;
    expect(mean(seam)).toBeLessThan(3 * mean(inner) + 0.05);
  });

  it('puts every point of a cell map within reach of a cell', () => {
    const map = cellMap(64, 8, new Random(2));
    expect(Math.min(...map)).toBeLessThan(0.2);
    expect(Math.max(...map)).toBeLessThan(1.5);
  });
});
