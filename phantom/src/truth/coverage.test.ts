import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMNS, CoverageTally, cellRows, shareSeen } from './coverage.js';
import { CoverageTruthSchema } from './procedure-schema.js';
import { residueState } from './residue.js';

describe('CoverageTally', () => {
  const frames = fc.array(fc.array(fc.integer({ min: 0, max: 4 * COLUMNS - 1 }), { maxLength: 20 }), {
    maxLength: 12,
  });

  it('tells every cell once, and what has been seen only grows', () => {
    fc.assert(
      fc.property(frames, (all) => {
        const tally = new CoverageTally(4);
        const told = all.flatMap((cells, i) => tally.add(i, [...new Set(cells)], i > 3));
        const grid = CoverageTruthSchema.parse(tally.grid());
        expect(new Set(told).size).toBe(told.length);
        expect(new Set(told)).toEqual(new Set(all.flat()));
        let last = 0;
        for (let i = 0; i < all.length; i++) {
          const share = shareSeen(grid, grid.firstSeen, 0, 20, i);
          expect(share).toBeGreaterThanOrEqual(last);
          expect(shareSeen(grid, grid.firstSeenBack, 0, 20, i)).toBeLessThanOrEqual(share);
          last = share;
        }
        expect(last).toBeCloseTo(told.length / (4 * COLUMNS), 9);
      }),
    );
  });

  it('has rows up to where the caecum closes', () => {
    expect(cellRows(871)).toBe(174);
  });
});

describe('residueState', () => {
  it('follows its fixed bounds', () => {
    expect([0, 0.05, 0.06, 0.25, 0.26, 0.75, 0.76, 1].map(residueState)).toEqual([3, 3, 2, 2, 1, 1, 0, 0]);
  });
});
