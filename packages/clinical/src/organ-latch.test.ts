import { ms, type Organ } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.js';
import { type OrganLatch, organLatch, organStep } from './organ-latch.js';

const picture = (timeMs: number, organ: Organ, usable = 1): Evidence => ({
  timeMs: ms(timeMs),
  organ: { colon: 0.02, upper: 0.02, outside: 0.02, [organ]: 0.96 } as Evidence['organ'],
  usable,
  caecum: 0,
});

function watch(from: OrganLatch, startMs: number, lengthMs: number, organ: Organ, usable = 1): OrganLatch {
  let latch = from;
  for (let t = startMs; t < startMs + lengthMs; t += 40) latch = organStep(latch, picture(t, organ, usable));
  return latch;
}

describe('organ latch', () => {
  it('settles after most of a second of sure evidence, later on doubtful one, not before', () => {
    expect(watch(organLatch(), 0, 600, 'colon').organ).toBeNull();
    expect(watch(organLatch(), 0, 800, 'colon').organ).toBe('colon');
    const doubtful = (lengthMs: number) => {
      let latch = organLatch();
      const organ = { colon: 0.65, upper: 0.3, outside: 0.05 };
      for (let t = 0; t < lengthMs; t += 40) latch = organStep(latch, { ...picture(t, 'colon'), organ });
      return latch.organ;
    };
    expect(doubtful(2000)).toBeNull();
    expect(doubtful(3200)).toBe('colon');
  });

  it('is surer of what has long been plain', () => {
    const long = watch(organLatch(), 0, 60_000, 'colon');
    expect(watch(long, 60_000, 7500, 'upper').organ).toBe('colon');
    expect(watch(long, 60_000, 8500, 'upper').organ).toBe('upper');
    // One that was wrong from the beginning is soon put right.
    const wrong = watch(organLatch(), 0, 1000, 'colon');
    expect(watch(wrong, 1000, 4500, 'upper').organ).toBe('upper');
  });

  it('keeps the organ through a short stretch of another, and changes after a lasting one', () => {
    const colon = watch(organLatch(), 0, 5000, 'colon');
    expect(watch(colon, 5000, 2900, 'upper').organ).toBe('colon');
    expect(watch(colon, 5000, 9000, 'upper').organ).toBe('upper');
  });

  it('is not changed by leaving the body', () => {
    const colon = watch(organLatch(), 0, 5000, 'colon');
    expect(watch(colon, 5000, 60_000, 'outside').organ).toBe('colon');
  });

  it('takes a start outside as outside, and the organ once inside', () => {
    const outside = watch(organLatch(), 0, 5000, 'outside');
    expect(outside.organ).toBe('outside');
    expect(watch(outside, 5000, 8000, 'colon').organ).toBe('colon');
  });

  it('learns nothing from unusable pictures', () => {
    expect(watch(organLatch(), 0, 20_000, 'colon', 0).organ).toBeNull();
  });

  it('does not take a gap between two pictures for evidence', () => {
    const first = organStep(organLatch(), picture(0, 'colon'));
    expect(organStep(first, picture(60_000, 'colon')).organ).toBeNull();
  });

  it('never changes from one organ to the other within 3 s, and never back to outside, whatever the evidence', () => {
    const organ = fc.constantFrom<Organ>('colon', 'upper', 'outside');
    const stretch = fc.record({
      organ,
      frames: fc.integer({ min: 1, max: 200 }),
      usable: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.array(stretch, { maxLength: 12 }),
        fc.integer({ min: 10, max: 400 }),
        (stretches, period) => {
          let latch = organLatch();
          let t = 0;
          let changedAt = Number.NEGATIVE_INFINITY;
          for (const { organ: seen, frames, usable } of stretches) {
            for (let i = 0; i < frames; i++, t += period) {
              const next = organStep(latch, picture(t, seen, usable));
              if (next.organ !== latch.organ) {
                expect(next.organ).not.toBeNull();
                if (latch.organ !== null) {
                  expect(next.organ).not.toBe('outside');
                  // From outside an organ is settled as from nothing: going in is no change of mind.
                  if (latch.organ !== 'outside') expect(t - changedAt).toBeGreaterThanOrEqual(3000);
                }
                changedAt = t;
              }
              latch = next;
            }
          }
        },
      ),
    );
  });
});
