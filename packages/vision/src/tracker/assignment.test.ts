import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from './assignment.js';

const total = (cost: readonly number[][], pairs: ArrayLike<number>, limit: number): number =>
  cost.reduce((sum, row, r) => sum + (pairs[r]! >= 0 ? row[pairs[r]!]! : limit), 0);

/** The least cost by trying everything. */
function least(cost: readonly number[][], limit: number, row = 0, used = 0): number {
  if (row === cost.length) return 0;
  let best = limit + least(cost, limit, row + 1, used);
  cost[row]!.forEach((value, column) => {
    if (value < limit && !(used & (1 << column)))
      best = Math.min(best, value + least(cost, limit, row + 1, used | (1 << column)));
  });
  return best;
}

describe('assignment', () => {
  it('is never dearer than the best of all, uses a column once, keeps to the limit (any costs)', () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: 1.5, noNaN: true }),
      fc.constant(Number.POSITIVE_INFINITY),
    );
    const table = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([r, c]) =>
        fc.array(fc.array(value, { minLength: c, maxLength: c }), { minLength: r, maxLength: r }),
      );
    fc.assert(
      fc.property(table, (cost) => {
        const columns = cost[0]!.length;
        const pairs = assign(Float64Array.from(cost.flat()), cost.length, columns, 1);
        const taken = [...pairs].filter((p) => p >= 0);
        expect(new Set(taken).size).toBe(taken.length);
        pairs.forEach((p, r) => {
          if (p >= 0) expect(cost[r]![p]).toBeLessThan(1);
        });
        expect(total(cost, pairs, 1)).toBeCloseTo(least(cost, 1), 9);
      }),
      { numRuns: 300 },
    );
  });

  it('of nothing is nothing', () => {
    expect([...assign(new Float64Array(), 0, 3, 1)]).toEqual([]);
    expect([...assign(new Float64Array(), 2, 0, 1)]).toEqual([-1, -1]);
  });
});
