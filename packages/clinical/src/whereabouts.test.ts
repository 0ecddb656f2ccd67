import { COLON_REGIONS, COLON_SEGMENTS, PHASES } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AT_CAECUM,
  NOWHERE,
  type WayEvidence,
  type Whereabouts,
  whereCorrected,
  whereReading,
  whereStep,
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

describe('whereabouts', () => {
  it('know nothing before the caecum', () => {
    expect(whereReading(after(NOWHERE, 100))).toEqual({
      region: null,
      segment: null,
      regions: null,
      segments: null,
    });
  });

  it('go from right to left with time, unsure in between', () => {
    expect(whereReading(AT_CAECUM)).toMatchObject({ region: 'right', segment: 'caecum' });
    expect(region(after(AT_CAECUM, 60))).toBe('right');
    expect(region(after(AT_CAECUM, 120))).toBeNull();
    expect(region(after(AT_CAECUM, 170))).toBe('transverse');
    expect(region(after(AT_CAECUM, 420))).toBe('left');
    // By time alone a segment in the middle is never sure.
    expect(whereReading(after(AT_CAECUM, 100)).segment).toBeNull();
  });

  it('go by motion where it is known: still, faster, back in', () => {
    expect(region(after(AT_CAECUM, 600, { approach: 0 }))).toBe('right');
    expect(region(after(AT_CAECUM, 170, { approach: -0.3 }))).toBe('left');
    const transverse = after(AT_CAECUM, 170);
    expect(region(after(transverse, 300, { approach: 0.1 }))).toBe('right');
  });

  it('stand still in treatment and outside, and at the caecum before withdrawal', () => {
    for (const phase of ['treatment', 'outside', 'insertion'] as const) {
      expect(after(AT_CAECUM, 300, { phase })).toEqual(AT_CAECUM);
    }
  });

  it('take a flexure in view for what it is', () => {
    const unsure = after(AT_CAECUM, 200);
    const cue = { hepatic: 0, splenic: 0.9 };
    const before = whereReading(unsure).regions;
    const told = whereReading(after(unsure, 3, { flexure: cue, phase: 'treatment' })).regions;
    expect(told?.left).toBeGreaterThan(before?.left ?? 1);
    expect(told?.right).toBeLessThan(before?.right ?? 0);
  });

  it('follow the doctor, and go on from there', () => {
    expect(whereReading(whereCorrected('sigmoid'))).toMatchObject({ region: 'left', segment: 'sigmoid' });
    const { segment, ...right } = whereReading(whereCorrected('right'));
    expect([segment, right.region, right.regions?.right]).toEqual([null, 'right', 1]);
    expect(whereReading(whereCorrected('transverse')).segment).toBe('transverse');
    expect(region(after(whereCorrected('sigmoid'), 200))).toBe('left');
  });

  it('are always a whole of probabilities', () => {
    const step = fc.record({
      lengthMs: fc.integer({ min: 0, max: 5000 }),
      phase: fc.option(fc.constantFrom(...PHASES)),
      caecumReached: fc.boolean(),
      approach: fc.option(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(1e9, -1e9))),
      flexure: fc.option(
        fc.record({
          hepatic: fc.double({ min: 0, max: 1, noNaN: true }),
          splenic: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      ),
    });
    const start = fc.constantFrom(...COLON_REGIONS, ...COLON_SEGMENTS);
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 60 }), (place, steps) => {
        const { regions, segments } = whereReading(steps.reduce(whereStep, whereCorrected(place)));
        const sum = (values: object) => Object.values(values).reduce((a, b) => a + b, 0);
        expect(sum(regions ?? {})).toBeCloseTo(1, 6);
        expect(sum(segments ?? {})).toBeCloseTo(1, 6);
        for (const p of Object.values(segments ?? {})) expect(p).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
