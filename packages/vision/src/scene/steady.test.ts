import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lumen } from './lumen.js';
import type { Compared, Motion } from './motion.js';
import { heldLumen, steadyLumen, steadyPace, UNKNOWN } from './steady.js';

const STEP_MS = 40;
const still: Motion = { approach: 0, shift: [0, 0], roll: 0, quality: 1 };
const seen = (motion: Partial<Motion> = {}, change = 0): Compared => ({
  motion: { ...still, ...motion },
  change,
});
const at = (x: number, y: number, confidence = 0.9): Lumen => ({ at: [x, y], confidence });

describe('steadyLumen', () => {
  it('comes to rest where the lumen stays, between where it was and where it is on the way', () => {
    let state = steadyLumen(UNKNOWN, at(0.2, 0.5), 0, seen());
    for (let t = STEP_MS; t <= 1200; t += STEP_MS) {
      state = steadyLumen(state, at(0.8, 0.5), t, seen());
      expect(state.lumen!.at[0]).toBeGreaterThan(0.2);
      expect(state.lumen!.at[0]).toBeLessThan(0.8);
    }
    expect(state.lumen!.at[0]).toBeCloseTo(0.8, 1);
    expect(state.lumen!.confidence).toBeCloseTo(0.9);
  });

  it('moves with the view without lagging behind', () => {
    let state = steadyLumen(UNKNOWN, at(0.2, 0.5), 0, seen());
    for (let t = STEP_MS; t <= 800; t += STEP_MS) {
      state = steadyLumen(state, at(0.2 + t * 0.0005, 0.5), t, seen({ shift: [0.5, 0] }));
      expect(state.lumen!.at[0]).toBeCloseTo(0.2 + t * 0.0005);
    }
  });

  it('holds what is lost for half a second, ever less sure', () => {
    let state = steadyLumen(UNKNOWN, at(0.3, 0.4), 0, seen());
    let sure = 1;
    for (let t = STEP_MS; t <= 300; t += STEP_MS) {
      state = steadyLumen(state, null, t, seen());
      const held = heldLumen(state, t)!;
      expect(held.at).toEqual([0.3, 0.4]);
      expect(held.confidence).toBeLessThan(sure);
      sure = held.confidence;
    }
    expect(heldLumen(state, 520)).toBeNull();
  });

  it('starts afresh in another scene', () => {
    const state = steadyLumen(UNKNOWN, at(0.2, 0.5), 0, seen());
    expect(steadyLumen(state, at(0.8, 0.5), STEP_MS, { motion: null, change: 1 }).lumen!.at[0]).toBe(0.8);
    expect(steadyLumen(state, null, STEP_MS, { motion: null, change: 1 }).lumen).toBeNull();
  });
});

describe('steadyPace', () => {
  it('lies between the extremes measured, whatever the frame rate', () => {
    const approach = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(approach, { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 10, max: 200 }),
        (values, step) => {
          const end = values.reduce(
            (state, a, i) => steadyPace(state, { ...still, approach: a }, i * step),
            UNKNOWN,
          );
          expect(end.pace).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
          expect(end.pace).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        },
      ),
    );
  });

  it('is kept over a short gap and forgotten after a long one', () => {
    const known = steadyPace(UNKNOWN, { ...still, approach: 1 }, 1000);
    expect(steadyPace(known, null, 1400).pace).toBe(1);
    expect(steadyPace(known, null, 1600).pace).toBeNull();
  });
});
