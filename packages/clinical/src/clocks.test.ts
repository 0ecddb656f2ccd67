import { PHASES } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clocks, type PhaseSpan } from './clocks.js';
import { type Span, subtract, total, union } from './spans.js';

const min = 60_000;
const span = (phase: PhaseSpan['phase'], from: number, to: number): PhaseSpan => ({
  phase,
  startMs: from * min,
  endMs: to * min,
});
const none = { pauses: [], blind: [] };

describe('clocks', () => {
  it('times insertion, withdrawal and effective withdrawal', () => {
    const phases = [
      span('outside', 0, 1),
      span('insertion', 1, 7),
      span('withdrawal', 7, 10),
      span('obscured', 10, 12),
      span('withdrawal', 12, 16),
      span('outside', 16, 20),
    ];
    expect(clocks({ phases, caecumMs: 7 * min, ...none })).toEqual({
      insertionMs: 6 * min,
      withdrawalMs: 9 * min,
      effectiveWithdrawalMs: 7 * min,
      pausedMs: 0,
    });
  });

  it('knows neither insertion nor withdrawal without the caecum', () => {
    const phases = [span('insertion', 0, 9), span('outside', 9, 10)];
    expect(clocks({ phases, caecumMs: null, ...none })).toEqual({
      insertionMs: null,
      withdrawalMs: null,
      effectiveWithdrawalMs: null,
      pausedMs: 0,
    });
  });

  it('never counts a pause, nor unanalysed time as effective', () => {
    const phases = [span('insertion', 0, 5), span('withdrawal', 5, 15)];
    const got = clocks({
      phases,
      caecumMs: 5 * min,
      pauses: [
        { startMs: 4 * min, endMs: 6 * min },
        { startMs: 5 * min, endMs: 7 * min },
      ],
      blind: [{ startMs: 6 * min, endMs: 9 * min }],
    });
    expect(got).toEqual({
      insertionMs: 4 * min,
      withdrawalMs: 8 * min,
      effectiveWithdrawalMs: 6 * min,
      pausedMs: 3 * min,
    });
  });

  it('counts the scope out for a moment into the withdrawal, but not as effective', () => {
    const s = 1000;
    const phases: PhaseSpan[] = [
      { phase: 'withdrawal', startMs: 0, endMs: 60 * s },
      { phase: 'outside', startMs: 60 * s, endMs: 63 * s },
      { phase: 'withdrawal', startMs: 63 * s, endMs: 100 * s },
      { phase: 'outside', startMs: 100 * s, endMs: 102 * s },
    ];
    const got = clocks({ phases, caecumMs: 0, ...none });
    expect([got.withdrawalMs, got.effectiveWithdrawalMs]).toEqual([100 * s, 97 * s]);
  });

  it('is never negative and never more than the examination, for any phases, pauses and gaps', () => {
    const spans = fc.array(
      fc
        .tuple(fc.integer({ min: -500, max: 5000 }), fc.integer({ min: -500, max: 5000 }))
        .map(([startMs, endMs]): Span => ({ startMs, endMs })),
      { maxLength: 8 },
    );
    const steps = fc.array(fc.tuple(fc.constantFrom(...PHASES), fc.integer({ min: 0, max: 900 })), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(
        steps,
        fc.option(fc.integer({ min: 0, max: 5000 })),
        spans,
        spans,
        (story, caecumMs, pauses, blind) => {
          let t = 0;
          const phases = story.map(([phase, length]): PhaseSpan => {
            const startMs = t;
            t += length;
            return { phase, startMs, endMs: t };
          });
          const got = clocks({ phases, caecumMs, pauses, blind });
          const inside = subtract([{ startMs: 0, endMs: t }], pauses);
          for (const value of Object.values(got)) expect(value ?? 0).toBeGreaterThanOrEqual(0);
          expect(got.pausedMs).toBe(total(pauses));
          expect(got.effectiveWithdrawalMs ?? 0).toBeLessThanOrEqual(got.withdrawalMs ?? 0);
          expect((got.insertionMs ?? 0) + (got.withdrawalMs ?? 0)).toBeLessThanOrEqual(total(inside));
          expect(got.withdrawalMs === null).toBe(caecumMs === null);
        },
      ),
    );
  });
});

describe('spans', () => {
  const some = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
      .map(([startMs, endMs]): Span => ({ startMs, endMs })),
  );
  const covers = (spans: readonly Span[], t: number) => spans.some((s) => t >= s.startMs && t < s.endMs);

  it('union and subtract say for every moment what sets of moments say', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        for (let t = 0; t < 60; t++) {
          expect(covers(union(a), t)).toBe(covers(a, t));
          expect(covers(subtract(a, b), t)).toBe(covers(a, t) && !covers(b, t));
        }
      }),
    );
  });
});
