import { COLON_REGIONS, COLON_SEGMENTS, PHASES } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NOWHERE,
  type WayEvidence,
  type Whereabouts,
  whereAtCaecum,
  whereCorrected,
  whereLost,
  whereReading,
  whereStep,
  whereTurned,
} from './whereabouts.js';

const way = (more: Partial<WayEvidence> = {}): WayEvidence => ({
  lengthMs: 1000,
  phase: 'withdrawal',
  caecumReached: true,
  ...more,
});
const after = (from: Whereabouts, seconds: number, more: Partial<WayEvidence> = {}) => {
  let where = from;
  for (let s = 0; s < seconds; s++) where = whereStep(where, way(more));
  return where;
};
const region = (where: Whereabouts) => whereReading(where).region;
const AT_CAECUM = whereAtCaecum(NOWHERE);
/** In the body from outside, so many radii far. */
const goneIn = (radii: number): Whereabouts =>
  after(after(NOWHERE, 3, { phase: 'outside' }), radii, {
    phase: 'insertion',
    caecumReached: false,
    approach: 1,
  });

describe('whereabouts', () => {
  it('know nothing of the place before the caecum', () => {
    const unknown = { region: null, segment: null, regions: null, segments: null };
    expect(whereReading(after(NOWHERE, 100))).toEqual(unknown);
    expect(whereReading(goneIn(20))).toEqual(unknown);
    expect(whereReading(whereLost(AT_CAECUM))).toEqual(unknown);
  });

  it('go from right to left with time, unsure in between', () => {
    expect(whereReading(AT_CAECUM)).toMatchObject({ region: 'right' });
    expect(region(after(AT_CAECUM, 60))).toBe('right');
    expect(region(after(AT_CAECUM, 122))).toBeNull();
    expect(region(after(AT_CAECUM, 170))).toBe('transverse');
    expect(region(after(AT_CAECUM, 420))).toBe('left');
  });

  it('go by how far the scope is drawn back, as a share of how far it went in', () => {
    const [short, long] = [20, 60].map((radii) => whereAtCaecum(goneIn(radii)));
    const back = { approach: -0.2 };
    // Four radii back: a quarter of the short way (drawing back reads less), a twelfth of the long one.
    expect(region(after(short ?? NOWHERE, 20, back))).toBe('transverse');
    expect(region(after(long ?? NOWHERE, 20, back))).toBe('right');
    expect(region(after(AT_CAECUM, 600, { approach: 0 }))).toBe('right');
    const transverse = after(AT_CAECUM, 40, back);
    expect(region(transverse)).toBe('transverse');
    expect(region(after(transverse, 50, { approach: 0.2 }))).toBe('right');
  });

  it('do not believe a way in that is out of all proportion', () => {
    const odd = whereAtCaecum(goneIn(2));
    expect(region(after(odd, 10, { approach: -0.2 }))).toBe('right');
  });

  it('stand still in treatment and outside, and at the caecum before withdrawal', () => {
    for (const phase of ['treatment', 'outside', 'insertion'] as const) {
      expect(after(AT_CAECUM, 300, { phase })).toEqual(AT_CAECUM);
    }
  });

  it('are less sure the further the scope was followed', () => {
    const middle = (where: Whereabouts) => Math.max(...Object.values(whereReading(where).segments ?? {}));
    const near = whereCorrected(NOWHERE, 'descending');
    const far = after(AT_CAECUM, 87, { approach: -0.17 });
    expect(middle(near)).toBeGreaterThan(middle(far));
  });

  it('know about where the scope was turned back, by how far it had gone in', () => {
    expect(whereReading(whereTurned(NOWHERE)).region).toBeNull();
    expect(region(whereTurned(goneIn(8)))).toBe('left');
    // From far in it is not known in which region it was.
    expect(region(whereTurned(goneIn(23)))).toBeNull();
    expect(region(after(whereTurned(goneIn(23)), 30, { caecumReached: false, approach: -0.25 }))).toBe(
      'left',
    );
  });

  it('follow the doctor, and go on from there', () => {
    const said = (place: Parameters<typeof whereCorrected>[1]) => whereCorrected(NOWHERE, place);
    expect(whereReading(said('sigmoid'))).toMatchObject({ region: 'left', segment: 'sigmoid' });
    expect(whereReading(said('right'))).toMatchObject({ region: 'right', segment: null });
    expect(whereReading(said('transverse')).segment).toBe('transverse');
    expect(region(after(said('sigmoid'), 200))).toBe('left');
  });

  it('are always a whole of probabilities', () => {
    const step = fc.record({
      lengthMs: fc.integer({ min: 0, max: 5000 }),
      phase: fc.option(fc.constantFrom(...PHASES)),
      caecumReached: fc.boolean(),
      approach: fc.option(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(1e9, -1e9))),
    });
    const begin = fc.constantFrom<(where: Whereabouts) => Whereabouts>(
      whereAtCaecum,
      whereTurned,
      ...[...COLON_REGIONS, ...COLON_SEGMENTS].map(
        (place) => (where: Whereabouts) => whereCorrected(where, place),
      ),
    );
    const steps = fc.array(step, { maxLength: 60 });
    fc.assert(
      fc.property(steps, begin, steps, (before, start, then) => {
        const { regions, segments } = whereReading(
          then.reduce(whereStep, start(before.reduce(whereStep, NOWHERE))),
        );
        if (regions === null || segments === null) return;
        const sum = (values: object) => Object.values(values).reduce((a, b) => a + b, 0);
        expect(sum(regions)).toBeCloseTo(1, 6);
        expect(sum(segments)).toBeCloseTo(1, 6);
        for (const p of Object.values(segments)) expect(p).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
