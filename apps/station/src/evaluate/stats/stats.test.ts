import { bootstrap, percentile, seededRandom } from '@haustra/learning';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from './auc.js';
import { calibration } from './calibration.js';
import { wilson } from './wilson.js';

const score = fc.double({ min: 0, max: 1, noNaN: true });
const scored = fc.array(fc.record({ score, positive: fc.boolean() }), { minLength: 1, maxLength: 40 });

describe('wilson', () => {
  it('gives the published intervals', () => {
    // Wilson (1927) as tabulated by Newcombe, Statistics in Medicine 1998, method 3.
    expect(wilson(81, 263)).toMatchObject({
      low: expect.closeTo(0.2553, 4),
      high: expect.closeTo(0.3662, 4),
    });
    expect(wilson(15, 148)).toMatchObject({
      low: expect.closeTo(0.0624, 4),
      high: expect.closeTo(0.1605, 4),
    });
    expect(wilson(0, 20)).toMatchObject({ low: 0, high: expect.closeTo(0.1611, 4) });
    expect(wilson(29, 29)).toMatchObject({ low: expect.closeTo(0.883, 4), high: 1 });
  });

  it('knows nothing of nothing, and refuses what is no share', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(() => wilson(3, 2)).toThrow(RangeError);
  });

  it('holds the share inside the interval, inside 0..1', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const p = wilson(Math.min(a, b), Math.max(a, b));
        if (p === null) return;
        expect(p.low).toBeGreaterThanOrEqual(0);
        expect(p.low).toBeLessThanOrEqual(p.value);
        expect(p.high).toBeGreaterThanOrEqual(p.value);
        expect(p.high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('auc', () => {
  it('counts pairs in the right order, ties half', () => {
    const items = [
      { score: 0.9, positive: true },
      { score: 0.4, positive: true },
      { score: 0.4, positive: false },
      { score: 0.1, positive: false },
    ];
    expect(auc(items)).toBe(3.5 / 4);
  });

  it('is unknown with one class only', () => {
    expect(auc([{ score: 1, positive: true }])).toBeNull();
  });

  it('equals the count over all pairs, and turns over with the labels', () => {
    fc.assert(
      fc.property(scored, (items) => {
        const pairs = items
          .filter((p) => p.positive)
          .flatMap((p) =>
            items
              .filter((n) => !n.positive)
              .map((n) => (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0)),
          );
        const value = auc(items);
        if (pairs.length === 0) {
          expect(value).toBeNull();
          return;
        }
        expect(value).toBeCloseTo(pairs.reduce<number>((sum, x) => sum + x, 0) / pairs.length, 10);
        expect(auc(items.map((i) => ({ ...i, positive: !i.positive })))).toBeCloseTo(1 - (value ?? 0), 10);
      }),
    );
  });
});

describe('calibration', () => {
  it('measures the gap between what is said and what is true', () => {
    const items = [
      ...Array.from({ length: 10 }, (_, i) => ({ score: 0.85, positive: i < 6 })),
      ...Array.from({ length: 10 }, (_, i) => ({ score: 0.25, positive: i < 1 })),
    ];
    const result = calibration(items);
    expect(result?.ece).toBeCloseTo(0.5 * 0.25 + 0.5 * 0.15, 10);
    expect(result?.bins.map((b) => [b.n, b.true])).toEqual([
      [10, 0.1],
      [10, 0.6],
    ]);
  });

  it('is 0 for sure and right answers, and never leaves 0..1 or loses an item', () => {
    expect(calibration([{ score: 1, positive: true }])?.ece).toBe(0);
    fc.assert(
      fc.property(scored, (items) => {
        const result = calibration(items);
        expect(result?.ece).toBeGreaterThanOrEqual(0);
        expect(result?.ece).toBeLessThanOrEqual(1);
        expect(result?.bins.reduce((sum, b) => sum + b.n, 0)).toBe(items.length);
      }),
    );
  });
});

describe('the ECE of honest probabilities', () => {
  const honest = (n: number, seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: n }, () => {
      const score = random();
      return { score, positive: random() < score };
    });
  };

  it('is what honest probabilities show, and shrinks with their number', () => {
    const few = Array.from({ length: 100 }, (_, seed) => calibration(honest(100, seed)));
    const mean = (values: readonly (number | null | undefined)[]) =>
      values.reduce<number>((sum, v) => sum + (v ?? Number.NaN), 0) / values.length;
    expect(mean(few.map((c) => c?.ece))).toBeCloseTo(mean(few.map((c) => c?.eceByChance)), 2);
    expect(calibration(honest(10_000, 1))?.eceByChance).toBeLessThan(0.02);
  });

  it('is 0 where nothing is left to chance, and the same whenever it is asked for', () => {
    expect(calibration([{ score: 1, positive: false }])).toMatchObject({ ece: 1, eceByChance: 0 });
    expect(calibration(honest(50, 3))).toEqual(calibration(honest(50, 3)));
  });
});

describe('bootstrap', () => {
  const mean = (values: readonly number[]) => (weights: Uint16Array) => {
    const total = weights.reduce((sum, w) => sum + w, 0);
    return values.reduce((sum, v, i) => sum + v * (weights[i] ?? 0), 0) / total;
  };

  it('gives the same interval for the same seed', () => {
    const values = Array.from({ length: 50 }, (_, i) => i / 50);
    const groups = values.map(String);
    const run = (seed: number) => bootstrap(groups, mean(values), { rounds: 200, seed });
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });

  it('covers the mean of a known distribution about 95 times in 100', () => {
    const random = seededRandom(1);
    let covered = 0;
    const trials = 200;
    for (let trial = 0; trial < trials; trial++) {
      const values = Array.from({ length: 60 }, random);
      const estimate = bootstrap(
        values.map((_, i) => `${i}`),
        mean(values),
        { rounds: 300, seed: trial },
      );
      if ((estimate?.low ?? 1) <= 0.5 && (estimate?.high ?? 0) >= 0.5) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.89);
  });

  it('is wider when near-copies are drawn together', () => {
    const values = Array.from({ length: 60 }, (_, i) => Math.floor(i / 10) % 2);
    const options = { rounds: 400, seed: 3 };
    const alone = bootstrap(
      values.map((_, i) => `${i}`),
      mean(values),
      options,
    );
    const together = bootstrap(
      values.map((_, i) => `${Math.floor(i / 10)}`),
      mean(values),
      options,
    );
    const width = (e: typeof alone) => (e?.high ?? 0) - (e?.low ?? 0);
    expect(width(together)).toBeGreaterThan(2 * width(alone));
  });

  it('has no interval for one group and no value for none', () => {
    const options = { rounds: 10, seed: 1 };
    expect(bootstrap(['a', 'a'], mean([1, 0]), options)).toEqual({ value: 0.5, low: null, high: null, n: 2 });
    expect(bootstrap([], mean([]), options)).toBeNull();
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([1, 2], 0.5)).toBe(1.5);
  });
});
