import { SIZE_CLASSES } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeClass } from './lesion-size.js';
import { LESION_SIZE } from './rules.js';

describe('sizeClass', () => {
  it('calls what is plainly diminutive or large, and nothing near a bound', () => {
    expect(sizeClass({ mm: 3, frames: 10 })).toMatchObject({ class: 'diminutive' });
    expect(sizeClass({ mm: 20, frames: 10 })).toMatchObject({ class: 'large' });
    for (const mm of [5.5, 7, 9.5, 11]) expect(sizeClass({ mm, frames: 1000 })).toBeNull();
  });

  it('calls nothing from too few frames', () => {
    expect(sizeClass({ mm: 20, frames: LESION_SIZE.values.leastFrames - 1 })).toBeNull();
    expect(sizeClass({ mm: 0, frames: 10 })).toBeNull();
  });

  it('grows surer with the distance from the bound, is never less sure than the rule asks, and knows its normal distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 100, noNaN: true }), (mm) => {
        const call = sizeClass({ mm, frames: 10 });
        if (call === null) return;
        expect(SIZE_CLASSES).toContain(call.class);
        expect(call.sure).toBeGreaterThanOrEqual(LESION_SIZE.values.sureAbove);
        expect(call.sure).toBeLessThanOrEqual(1);
        const further = sizeClass({ mm: call.class === 'large' ? mm * 1.1 : mm / 1.1, frames: 10 });
        expect(further?.sure ?? 0).toBeGreaterThanOrEqual(call.sure - 1e-6);
      }),
    );
    // One standard deviation above the bound: 0.8413.
    const { largeFromMm, logSpread } = LESION_SIZE.values;
    expect(sizeClass({ mm: largeFromMm * Math.exp(logSpread), frames: 10 })?.sure).toBeCloseTo(0.8413, 4);
  });
});
