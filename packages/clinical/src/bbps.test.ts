import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BbpsScore, bbps } from './bbps.js';
import { RULES } from './rules.js';

describe('BBPS', () => {
  it.each([
    [2, 2, 2, 6, true],
    [3, 3, 3, 9, true],
    [1, 3, 3, 7, false],
    [3, 3, 0, 6, false],
    [1, 1, 1, 3, false],
  ] as const)('%i + %i + %i = %i, adequate: %s', (right, transverse, left, total, adequate) => {
    expect(bbps({ right, transverse, left }, true)).toEqual({ total, adequate, rule: 'bbps-adequacy' });
  });

  it('gives no total without all three segments or without the caecum', () => {
    const score = fc.constantFrom<BbpsScore | null>(0, 1, 2, 3, null);
    fc.assert(
      fc.property(score, score, score, fc.boolean(), (right, transverse, left, caecum) => {
        const { total, adequate } = bbps({ right, transverse, left }, caecum);
        const known = caecum && right !== null && transverse !== null && left !== null;
        expect(total !== null).toBe(known);
        expect(adequate !== null).toBe(known);
        if (adequate) expect(Math.min(right ?? 0, transverse ?? 0, left ?? 0)).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});

describe('rules', () => {
  it('have different ids and each says where it comes from', () => {
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
    for (const rule of RULES) expect(rule.source.length).toBeGreaterThan(10);
  });
});
