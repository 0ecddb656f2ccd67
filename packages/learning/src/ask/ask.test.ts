import type { FrameFindings, ModelManifest } from '@haustra/domain';
import { frameId, ms, WHOLE } from '@haustra/domain';
import fc from 'fast-check';
import { expect, describe as group, it } from 'vitest';
import { alike, choose, describe } from './choose.js';
import { doubtOf } from './doubt.js';

const manifest = {
  operatingPoints: { A: { show: 0.3 }, B: { show: 0.6 } },
  defaultOperatingPoint: 'B',
} as const satisfies Pick<ModelManifest, 'operatingPoints' | 'defaultOperatingPoint'>;

const sure: FrameFindings = {
  frameId: frameId(0),
  timeMs: ms(0),
  field: WHOLE,
  organ: { colon: 1, upper: 0, outside: 0 },
  usable: 1,
  cleanliness: { 'bbps-0-1': 0, 'bbps-2-3': 1, 'impacted-stool': 0 },
  caecum: 0,
  lesions: [],
  mask: { width: 1, height: 1, values: new Uint8Array(1) },
  search: null,
  inferenceMs: 1,
};
const lesion = (score: number, neoplastic = 1) => ({
  box: WHOLE,
  score,
  neoplastic,
  embedding: new Float32Array(1),
});
const doubt = (change: Partial<FrameFindings>, mirror: Partial<FrameFindings> | null = null) =>
  doubtOf({ ...sure, ...change }, mirror && { ...sure, ...mirror }, manifest);

group('doubt', () => {
  it('is nothing where all is sure, and grows towards the line from which a lesion is shown', () => {
    expect(doubt({})).toBe(0);
    const scores = [0.01, 0.2, 0.4, 0.6].map((score) => doubt({ lesions: [lesion(score)] }));
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(doubt({ lesions: [lesion(0.6)] })).toBe(1);
    expect(doubt({ lesions: [lesion(0.999)] })).toBeLessThan(0.05);
  });

  it('hears each other reason', () => {
    expect(doubt({ organ: { colon: 0.5, upper: 0.5, outside: 0 } })).toBeGreaterThan(0.3);
    expect(doubt({ lesions: [lesion(0.99, 0.5)] })).toBeGreaterThan(
      doubt({ lesions: [lesion(0.99, 1)] }) + 0.3,
    );
    expect(doubt({}, { lesions: [lesion(0.9)] })).toBeGreaterThan(0.6);
    const grades = { 'bbps-0-1': 0.5, 'bbps-2-3': 0.5, 'impacted-stool': 0 };
    expect(doubt({ cleanliness: grades })).toBeGreaterThan(0.1);
    expect(doubt({ cleanliness: grades, organ: { colon: 0, upper: 1, outside: 0 } })).toBe(0);
  });

  it('stays within 0 and 1', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (a, b, c, d) => {
        const value = doubt(
          { lesions: [lesion(a, b)], organ: { colon: c, upper: d, outside: 1 - c } },
          { lesions: [lesion(d)] },
        );
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });
});

const at = (angle: number) => describe(Float32Array.of(Math.cos(angle), Math.sin(angle)));

group('choosing', () => {
  it('takes the most doubtful first, then what is unlike it', () => {
    const candidates = [
      { worth: 0.9, look: at(0) },
      { worth: 0.89, look: at(0.01) },
      { worth: 0.3, look: at(Math.PI / 2) },
      { worth: 0.2, look: at(Math.PI) },
    ];
    expect(choose(candidates, 3)).toEqual([0, 2, 3]);
    expect(choose(candidates, 2, [at(0)])).toEqual([2, 3]);
    expect(choose(candidates, 10)).toHaveLength(4);
  });

  it('goes by worth alone where there is no descriptor, in the order given among equals', () => {
    const candidates = [0.1, 0.7, 0.7].map((worth) => ({ worth, look: null }));
    expect(choose(candidates, 3)).toEqual([1, 2, 0]);
  });

  it('gives each picture once, the same every time', () => {
    const candidate = fc.record({
      worth: fc.double({ min: 0, max: 1, noNaN: true }),
      look: fc.double({ min: 0, max: 6, noNaN: true }).map(at),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 30 }), fc.nat(40), (candidates, count) => {
        const chosen = choose(candidates, count);
        expect(new Set(chosen).size).toBe(Math.min(count, candidates.length));
        expect(choose(candidates, count)).toEqual(chosen);
        // The first n of a longer choice are the choice of n.
        expect(choose(candidates, count + 3).slice(0, chosen.length)).toEqual(chosen);
      }),
    );
  });

  it('knows the same picture', () => {
    expect(alike(at(1), at(1))).toBeCloseTo(1, 6);
    expect(alike(at(0), at(Math.PI / 2))).toBeCloseTo(0, 2);
  });
});
