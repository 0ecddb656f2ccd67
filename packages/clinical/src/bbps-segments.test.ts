import { COLON_REGIONS, PHASES } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bbpsReading,
  type CleanSample,
  cleanBook,
  cleanStep,
  NOT_OVERRULED,
  unscored,
} from './bbps-segments.js';

const second = (more: Partial<CleanSample> = {}): CleanSample => ({
  lengthMs: 1000,
  frames: 25,
  phase: 'withdrawal',
  region: 'right',
  usable: 0.95,
  cleanliness: { 'bbps-0-1': 0.05, 'bbps-2-3': 0.95, 'impacted-stool': 0 },
  residue: 0.01,
  ...more,
});
const look = (...story: readonly (readonly [number, Partial<CleanSample>])[]) => {
  let book = cleanBook();
  for (const [seconds, more] of story) for (let s = 0; s < seconds; s++) book = cleanStep(book, second(more));
  return bbpsReading(book, NOT_OVERRULED, true);
};
const clean = { residue: 0.01 };
const minor = { residue: 0.1 };
const partly = { residue: 0.5 };
const stool = { cleanliness: { 'bbps-0-1': 0.1, 'bbps-2-3': 0, 'impacted-stool': 0.9 } };

describe('BBPS by segment', () => {
  it.each([
    [clean, 3],
    [minor, 2],
    [partly, 1],
    [{ residue: 0.9 }, 0],
    [stool, 0],
  ])('scores a steady view: %j is %i', (view, score) => {
    expect(look([30, view]).machine.right).toMatchObject({ score, measured: true, frames: 750, seconds: 30 });
  });

  it('takes the lower of two scores where only the class is known', () => {
    const classes = (good: number) => ({
      residue: null,
      cleanliness: { 'bbps-0-1': 1 - good, 'bbps-2-3': good, 'impacted-stool': 0 },
    });
    expect(look([30, classes(0.9)]).machine.right).toMatchObject({ score: 2, measured: false });
    expect(look([30, classes(0.2)]).machine.right).toMatchObject({ score: 1, measured: false });
  });

  it('scores after washing: the best state of a stretch that lasts', () => {
    const washing = { ...partly, approach: 0 };
    expect(look([25, washing], [10, { ...clean, approach: 0 }]).machine.right?.score).toBe(3);
    // Passed over without washing: the place stays as it was.
    const passing = { ...partly, approach: -0.3 };
    expect(look([25, passing], [10, { ...clean, approach: -0.3 }]).machine.right?.score).toBe(1);
    // A clean moment between is no state.
    const flashes = Array.from(
      { length: 10 },
      () =>
        [
          [3, partly],
          [1, clean],
        ] as const,
    ).flat();
    expect(look(...flashes).machine.right?.score).toBe(1);
  });

  it('is not thrown by pictures that are now and then misread, nor by the short rest of a stretch', () => {
    // Every sixth picture read as stool, as single pictures of a real model may be.
    const misread = (i: number): Partial<CleanSample> => (i % 6 === 2 ? stool : minor);
    const story = Array.from({ length: 21 }, (_, i) => [1, { ...misread(i), lengthMs: 500 }] as const);
    expect(look(...story).machine.right?.score).toBe(2);
  });

  it('does not let one clean place speak for a dirty segment, nor one dirty place for a clean one', () => {
    const classes = (good: number): Partial<CleanSample> => ({
      residue: null,
      cleanliness: { 'bbps-0-1': 1 - good, 'bbps-2-3': good, 'impacted-stool': 0 },
    });
    expect(look([16, classes(0.9)], [48, classes(0.1)]).machine.right?.score).toBe(1);
    expect(look([64, classes(0.9)], [12, classes(0.1)]).machine.right?.score).toBe(2);
  });

  it('scores by the share of the whole segment that stays covered, where it is measured', () => {
    expect(look([16, clean], [48, partly]).machine.right?.score).toBe(1);
    expect(look([56, clean], [16, partly]).machine.right?.score).toBe(2);
    // One that is measured for a part only is not.
    expect(look([56, clean], [16, { residue: null }]).machine.right).toMatchObject({ measured: false });
  });

  it('waits for washing in front of the scope as well: the wall is in sight while it is drawn back a little', () => {
    const story = [
      [6, { ...partly, approach: -0.25 }],
      [6, { ...partly, approach: 0 }],
      [6, { ...clean, approach: 0 }],
      [20, { ...clean, approach: -0.25 }],
    ] as const;
    expect(look(...story).machine.right?.score).toBe(3);
  });

  it('scores nothing from too little, from insertion, from a bad view, or from nowhere', () => {
    expect(look([3, clean]).machine.right).toBeNull();
    for (const view of [{ phase: 'insertion' }, { usable: 0.2 }, { region: null }] as const) {
      expect(unscored(look([60, view]))).toEqual([...COLON_REGIONS]);
    }
  });

  it('counts what is seen of the caecum before the way back begins', () => {
    const atCaecum = { phase: 'insertion', caecumReached: true } as const;
    expect(look([60, { ...clean, ...atCaecum }]).machine.right?.score).toBe(3);
  });

  it('is the surer the more stretches agree', () => {
    const sure = (seconds: number) => look([seconds, clean]).machine.right?.sure ?? 0;
    expect(sure(8)).toBeLessThan(sure(80));
    expect(look([36, clean], [12, minor]).machine.right?.sure).toBeLessThan(sure(48));
  });

  it('sums up by the rule, and keeps the doctor beside the machine', () => {
    const three = COLON_REGIONS.map((region) => [30, { region, ...minor, bubbles: 0.2 }] as const);
    const reading = look(...three);
    expect(reading).toMatchObject({ total: 6, adequate: true, rule: 'bbps-adequacy' });
    expect(reading.machine.left?.bubbles).toBeCloseTo(0.2);
    let book = cleanBook();
    for (const [seconds, more] of three) {
      for (let s = 0; s < seconds; s++) book = cleanStep(book, second(more));
    }
    const overruled = bbpsReading(book, { ...NOT_OVERRULED, right: 1 }, true);
    expect(overruled).toMatchObject({ total: 5, adequate: false, segments: { right: 1, left: 2 } });
    expect(overruled.machine.right?.score).toBe(2);
    expect(bbpsReading(book, NOT_OVERRULED, false).total).toBeNull();
  });

  it('stays within its bounds whatever is seen', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const sample = fc.record({
      lengthMs: fc.integer({ min: 0, max: 2000 }),
      frames: fc.integer({ min: 1, max: 50 }),
      phase: fc.option(fc.constantFrom(...PHASES)),
      region: fc.option(fc.constantFrom(...COLON_REGIONS)),
      usable: share,
      cleanliness: fc.option(fc.record({ 'bbps-0-1': share, 'bbps-2-3': share, 'impacted-stool': share })),
      residue: fc.option(share),
      bubbles: fc.option(share),
      approach: fc.option(fc.double({ min: -5, max: 5, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 80 }), (samples) => {
        const { machine } = bbpsReading(samples.reduce(cleanStep, cleanBook()), NOT_OVERRULED, true);
        for (const scored of Object.values(machine)) {
          if (scored === null) continue;
          expect([0, 1, 2, 3]).toContain(scored.score);
          expect(scored.sure).toBeGreaterThan(0);
          expect(scored.sure).toBeLessThan(1);
        }
      }),
    );
  });
});
