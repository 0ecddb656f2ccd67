import { WALL_SECTORS } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageBetween, coverageFolds, coverageReading } from './coverage.js';
import { type WallMap, type WallSample, wallStep } from './wall-map.js';

const every = (of: (sector: number) => number) => Array.from({ length: WALL_SECTORS }, (_, s) => of(s));
const ALL = { looked: every(() => 1), bare: every(() => 1), roll: 0 };
/** Half a radius a second on the way back, everything seen. */
const BACK: WallSample = { lengthMs: 1000, phase: 'withdrawal', usable: 1, approach: -0.5, wall: ALL };
const times = (n: number, change: Partial<WallSample> = {}) =>
  Array.from({ length: n }, () => ({ ...BACK, ...change }));
const play = (...samples: readonly WallSample[][]) => samples.flat().reduce<WallMap | null>(wallStep, null);
const read = (...samples: readonly WallSample[][]) => {
  const map = play(...samples);
  const [reading, folds] = [coverageReading(map), coverageFolds(map)];
  return reading === null || folds === null ? null : { ...reading, ...folds };
};
const only = (...sectors: number[]) => ({
  looked: every((s) => (sectors.includes(s) ? 1 : 0)),
  bare: every((s) => (sectors.includes(s) ? 1 : 0)),
  roll: 0,
});
const but = (...sectors: number[]) => only(...every((s) => s).filter((s) => !sectors.includes(s)));

describe('the wall seen on the way back', () => {
  it('is nothing before withdrawal, where nothing was measured, and before a fold was passed', () => {
    expect(read(times(30, { phase: 'insertion' }))).toBeNull();
    expect(read(times(30, { wall: undefined }))).toBeNull();
    expect(read(times(1))).toBeNull();
    expect(play(times(30, { phase: 'outside' }), times(30, { phase: null }))).toBeNull();
  });

  it('is all of it where all was seen, and begins anew when the doctor says that the scope goes in', () => {
    const all = read(times(40));
    expect(all).toMatchObject({ complete: 1, gaps: [], passedRadii: 20 });
    expect(all?.share).toBeGreaterThan(0.9);
    expect(all?.stretch).toBeGreaterThan(0.9);
    expect(read(times(40), times(1, { phase: 'insertion' }))).toBeNull();
  });

  it('names the sectors that were passed unseen, and where', () => {
    const seen = read(times(20), times(12, { wall: but(3, 4, 5) }), times(20));
    expect(seen?.gaps).toHaveLength(1);
    const [gap] = seen?.gaps ?? [];
    expect(gap?.sectors).toEqual([3, 4, 5]);
    expect(gap?.fromRadii).toBeGreaterThan(8);
    expect(gap?.toRadii).toBeLessThan(17);
    expect(seen?.complete).toBeLessThan(1);
    const here = read(times(20), times(12, { wall: but(3, 4, 5) }))?.here ?? [];
    expect(here.map((share) => share > 0.5)).toEqual(every((s) => (s >= 3 && s <= 5 ? 0 : 1)).map(Boolean));
  });

  it('follows a turn of the picture, so that a sector stays the same wall', () => {
    // The picture turns by a quarter clockwise: what was at twelve o'clock is now at three.
    const quarter = { ...BACK, approach: 0, lengthMs: 1000, wall: { ...only(), roll: Math.PI / 2 } };
    const before = times(20, { wall: only(0) });
    const here = read(before, [quarter])?.here ?? [];
    expect(here.indexOf(Math.max(...here))).toBe(3);
    // The wall at the old twelve o'clock goes on to be seen at three.
    const folds = read(before, [quarter], times(20, { wall: only(3) }))?.folds ?? [];
    expect(folds.at(-4)?.seen.findIndex((share) => share > 0.5)).toBe(0);
  });

  it('counts residue as not seen, and what was washed as seen', () => {
    const dirty = { ...ALL, bare: every(() => 0.2) };
    const soiled = read(times(40, { wall: dirty }));
    expect(soiled?.share).toBeLessThan(0.25);
    const washed = read(times(10, { wall: dirty }), times(10, { approach: 0 }));
    expect(washed?.here?.every((share) => share > 0.75)).toBe(true);
  });

  it('does not see in treatment, in an obscured or an unusable view, but moves on', () => {
    for (const change of [{ phase: 'treatment' }, { phase: 'obscured' }, { usable: 0.2 }] as const) {
      const seen = read(times(20), times(20, change));
      expect(seen?.passedRadii).toBe(20);
      expect(seen?.share).toBeLessThan(0.6);
      expect(seen?.stretch).toBeLessThan(0.1);
    }
  });

  it('goes back in without losing what was seen, and can see more there', () => {
    const side = times(16, { wall: but(6, 7) });
    const again = times(8, { approach: 1 });
    const once = play(side);
    const twice = play(side, again, times(8, { approach: -1 }));
    expect(twice?.passed).toBe(once?.passed);
    expect(coverageBetween(twice as WallMap, 1, 6)).toBeGreaterThan(
      coverageBetween(once as WallMap, 1, 6) as number,
    );
  });

  it('never leaves 0..1, and is bounded in length, whatever comes', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const sectors = fc.array(share, { minLength: WALL_SECTORS, maxLength: WALL_SECTORS });
    const sample: fc.Arbitrary<WallSample> = fc.record({
      lengthMs: fc.integer({ min: 0, max: 1000 }),
      phase: fc.constantFrom('withdrawal', 'withdrawal', 'treatment', 'obscured', 'outside', null),
      usable: share,
      approach: fc.oneof(fc.double({ min: -2, max: 2 }), fc.double(), fc.constant(null)),
      wall: fc.option(fc.record({ looked: sectors, bare: sectors, roll: fc.double({ min: -9, max: 9 }) })),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 80 }), (samples) => {
        const reading = read(samples);
        if (reading === null) return;
        const { share: all, stretch, here, complete, folds } = reading;
        const shares = [all, stretch ?? 0, complete, ...(here ?? []), ...folds.flatMap(({ seen }) => seen)];
        expect(shares.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(folds.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 100 },
    );
  });
});
