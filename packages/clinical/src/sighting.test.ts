import type { Phase } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { NO_SIGHT, type Sighting, sighted, sightingStep } from './sighting.js';

const STEP = 40;

/** Seconds until enough speaks for the caecum in views of this probability, null where it never does within a minute. */
function settledAfter(caecum: number, phase: Phase = 'insertion', usable = 0.95): number | null {
  let sighting = NO_SIGHT;
  for (let t = STEP; t <= 60_000; t += STEP) {
    sighting = sightingStep(sighting, phase, { caecum, usable }, STEP);
    if (sighted(sighting) !== null) return t / 1000;
  }
  return null;
}
const after = (
  from: Sighting,
  seconds: number,
  caecum: number,
  phase: Phase = 'insertion',
  usable = 0.95,
) => {
  let sighting = from;
  for (let t = 0; t < seconds * 1000; t += STEP) {
    sighting = sightingStep(sighting, phase, { caecum, usable }, STEP);
  }
  return sighting;
};

describe('sighting of the caecum', () => {
  it('is settled the sooner the surer the pictures are, never by doubtful ones', () => {
    expect(settledAfter(0.99)).toBeCloseTo(1.7, 0);
    expect(settledAfter(0.95)).toBeCloseTo(2.4, 1);
    expect(settledAfter(0.8)).toBeGreaterThan(5);
    expect(settledAfter(0.6)).toBeNull();
    expect(settledAfter(0.12)).toBeNull();
  });

  it('is taken away again by what speaks against it', () => {
    const half = after(NO_SIGHT, 1.2, 0.95);
    expect(half.weight).toBeGreaterThan(2.5);
    expect(after(half, 1, 0.05)).toEqual(NO_SIGHT);
    expect(sighted(after(half, 1.4, 0.95))).toBeCloseTo(0.95, 5);
  });

  it('waits while the view is of no use, and is of the way in only', () => {
    const half = after(NO_SIGHT, 1.2, 0.95);
    expect(after(half, 5, 0.02, 'insertion', 0.1)).toEqual(half);
    expect(after(half, 5, 0.02, 'obscured', 0.1)).toEqual(half);
    expect(after(half, 1, 0.95, 'withdrawal')).toEqual(NO_SIGHT);
    expect(settledAfter(0.99, 'outside')).toBeNull();
  });
});
