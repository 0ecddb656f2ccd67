import { CAECUM_WORDS, PHASES } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caecumHeld } from './caecum.js';
import {
  clockBlind,
  clockCaecumSaid,
  clockCaecumSeen,
  clockPaused,
  clockPhase,
  clockReading,
  clockTo,
  type LiveClock,
  liveClock,
} from './live-clock.js';
import { SpanBook } from './testing/span-book.js';

const MIN = 60_000;

/** What may happen next, and for how long things then go on. */
const step = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...PHASES) },
    fc.constantFrom('pause', 'go', 'stop', 'run', 'seen', ...CAECUM_WORDS),
  ),
  lengthMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12_000 })),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function take(clock: LiveClock, book: SpanBook, { what }: Step, t: number): LiveClock {
  switch (what) {
    case 'pause':
    case 'go':
      book.pause(what === 'pause', t);
      return clockPaused(clock, what === 'pause', t);
    case 'stop':
    case 'run':
      book.stop(what === 'stop', t);
      return clockBlind(clock, what === 'stop', t);
    case 'seen':
      book.seen(t);
      return clockCaecumSeen(clock, t);
    case 'confirmed':
    case 'refused':
    case 'taken-back':
      book.said(what, t);
      return clockCaecumSaid(clock, what, t);
    default:
      book.phase(what, t);
      return clockPhase(clock, what, t);
  }
}

describe('live clock', () => {
  it('reads at every moment what the clocks over spans give for the same story', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 0, max: 3000 }), (steps, firstMs) => {
        let t = firstMs;
        let clock = clockTo(liveClock(), t);
        const book = new SpanBook(t);
        for (const next of steps) {
          clock = take(clock, book, next, t);
          const half = t + Math.floor(next.lengthMs / 2);
          t += next.lengthMs;
          for (const now of [half, t]) {
            clock = clockTo(clock, now);
            const { inBodyMs, ...got } = clockReading(clock);
            expect(got).toEqual(book.clocks(now));
            expect(inBodyMs).toBeGreaterThanOrEqual((got.insertionMs ?? 0) + (got.withdrawalMs ?? 0));
          }
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('never runs backwards, in a pause or by a time out of order', () => {
    let clock = clockPhase(liveClock(), 'withdrawal', 0);
    clock = clockCaecumSeen(clock, 0);
    clock = clockPaused(clockTo(clock, MIN), true, MIN);
    clock = clockTo(clock, 3 * MIN);
    clock = clockPaused(clock, false, 2 * MIN);
    expect(clockReading(clockTo(clock, 4 * MIN))).toEqual({
      insertionMs: 0,
      withdrawalMs: 2 * MIN,
      effectiveWithdrawalMs: 2 * MIN,
      pausedMs: 2 * MIN,
      inBodyMs: 2 * MIN,
    });
  });

  it('brings the clocks back when a refusal is taken back', () => {
    let clock = clockPhase(liveClock(), 'insertion', 0);
    clock = clockPhase(clockCaecumSeen(clock, 5 * MIN), 'withdrawal', 6 * MIN);
    clock = clockPhase(clockCaecumSaid(clock, 'refused', 8 * MIN), 'insertion', 8 * MIN);
    expect(clockReading(clockTo(clock, 9 * MIN)).withdrawalMs).toBeNull();
    clock = clockPhase(clockCaecumSaid(clock, 'taken-back', 9 * MIN), 'withdrawal', 9 * MIN);
    expect(clockReading(clockTo(clock, 10 * MIN))).toMatchObject({
      insertionMs: 5 * MIN,
      withdrawalMs: 4 * MIN,
      effectiveWithdrawalMs: 3 * MIN,
    });
  });

  it('lets the doctor win over the machine, and keeps both', () => {
    let clock = clockCaecumSeen(clockPhase(liveClock(), 'insertion', 0), MIN);
    clock = clockCaecumSaid(clock, 'refused', 2 * MIN);
    clock = clockCaecumSaid(clock, 'confirmed', 3 * MIN);
    expect(clockReading(clock).insertionMs).toBe(3 * MIN);
    expect(caecumHeld({ ...clock.caecum, word: null })?.sum.inBodyMs).toBe(MIN);
  });

  it('times withdrawal from turning back where no caecum holds, and the time of insertion is then not known', () => {
    let clock = clockPhase(liveClock(), 'insertion', 0);
    clock = clockPhase(clock, 'withdrawal', 4 * MIN);
    expect(clockReading(clockTo(clock, 6 * MIN))).toMatchObject({
      insertionMs: null,
      withdrawalMs: 2 * MIN,
      effectiveWithdrawalMs: 2 * MIN,
    });
    // It was not the way back after all: not known any more, and timed anew when it is.
    clock = clockPhase(clock, 'insertion', 7 * MIN);
    expect(clockReading(clockTo(clock, 8 * MIN)).withdrawalMs).toBeNull();
    clock = clockTo(clockPhase(clock, 'withdrawal', 9 * MIN), 10 * MIN);
    expect(clockReading(clock).withdrawalMs).toBe(MIN);
    // Said late, the caecum was reached when the scope was turned back.
    expect(clockReading(clockCaecumSaid(clock, 'confirmed', 10 * MIN))).toMatchObject({
      insertionMs: 9 * MIN,
      withdrawalMs: MIN,
    });
  });
});
