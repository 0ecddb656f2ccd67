import type { Rect } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AveragePrecision } from './average-precision.js';
import { COCO_STEPS, matchPicture, type ScoredBox } from './match.js';

const box = (x: number, y = 0, w = 0.1, h = 0.1): Rect => ({ x, y, w, h });
const at = (x: number, score: number): ScoredBox => ({ box: box(x), score });

interface Picture {
  readonly lesions: readonly Rect[];
  readonly boxes: readonly ScoredBox[];
}
const ap = (pictures: readonly Picture[]) =>
  new AveragePrecision(pictures.map((p) => matchPicture(p.lesions, p.boxes)));
const ap50 = (pictures: readonly Picture[]) => ap(pictures).at(0);

const side = fc.integer({ min: 1, max: 20 }).map((v) => v / 20);
const rect = fc.record({ x: side, y: side, w: side, h: side });
/** Scores without ties, so that the order does not depend on the order of the pictures. */
const picturesOf = fc
  .array(fc.record({ lesions: fc.array(rect, { maxLength: 3 }), boxes: fc.array(rect, { maxLength: 5 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .chain((pictures) => {
    const count = pictures.reduce((sum, p) => sum + p.boxes.length, 0);
    const scores = fc.shuffledSubarray(
      Array.from({ length: count }, (_, i) => (i + 1) / (count + 1)),
      { minLength: count },
    );
    return scores.map((drawn) => {
      const left = [...drawn];
      return pictures.map((p): Picture => {
        return { lesions: p.lesions, boxes: p.boxes.map((b) => ({ box: b, score: left.pop() ?? 0 })) };
      });
    });
  });

describe('matchPicture', () => {
  it('gives each lesion to the best box only', () => {
    const matched = matchPicture([box(0)], [at(0.01, 0.5), at(0, 0.9), at(0.6, 0.7)], [0.5]);
    expect(matched.scores).toEqual([0.9, 0.7, 0.5]);
    expect([...(matched.found[0] ?? [])]).toEqual([0, -1, -1]);
  });

  it('takes an overlap of exactly the step, not less', () => {
    const half: ScoredBox = { box: { x: 0, y: 0, w: 0.25, h: 0.5 }, score: 1 };
    const lesion: Rect = { x: 0, y: 0, w: 0.5, h: 0.5 };
    const matched = matchPicture([lesion], [half], [0.5, 0.55]);
    expect(matched.found.map((f) => f[0])).toEqual([0, -1]);
  });
});

describe('AveragePrecision', () => {
  it('is 1 for the drawn boxes themselves, at every step', () => {
    const pictures = [
      { lesions: [box(0), box(0.5)], boxes: [at(0, 0.9), at(0.5, 0.3)] },
      { lesions: [], boxes: [] },
    ];
    expect(ap50(pictures)).toBe(1);
    expect(ap(pictures).mean()).toBe(1);
    expect(COCO_STEPS).toEqual([0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]);
  });

  it('gives the value computed by hand', () => {
    // Best first: right, wrong, right; two lesions. Precision 1 up to recall 0.5 (51 points), 2/3 up to 1 (50 points).
    const pictures = [
      { lesions: [box(0)], boxes: [at(0, 0.9), at(0.7, 0.8)] },
      { lesions: [box(0)], boxes: [at(0, 0.7)] },
    ];
    expect(ap50(pictures)).toBeCloseTo((51 + 50 * (2 / 3)) / 101, 12);
  });

  it('counts boxes on pictures without lesion as false', () => {
    const pictures = [
      { lesions: [box(0)], boxes: [at(0, 0.5)] },
      { lesions: [], boxes: [at(0, 0.9)] },
    ];
    expect(ap50(pictures)).toBeCloseTo(0.5, 12);
  });

  it('is 0 where nothing is found, unknown where there is nothing to find', () => {
    expect(ap50([{ lesions: [box(0)], boxes: [] }])).toBe(0);
    expect(ap50([{ lesions: [], boxes: [at(0, 1)] }])).toBeNull();
  });

  it('weighs a picture as if it were there that often', () => {
    fc.assert(
      fc.property(picturesOf, fc.infiniteStream(fc.nat(3)), (pictures, stream) => {
        const weights = Uint16Array.from(pictures, () => stream.next().value ?? 0);
        const copies = pictures.flatMap((p, i) => Array.from({ length: weights[i] ?? 0 }, () => p));
        const expected = ap50(copies);
        const weighted = ap(pictures).at(0, weights);
        if (expected === null) expect(weighted).toBeNull();
        else expect(weighted).toBeCloseTo(expected, 10);
      }),
    );
  });

  it('stays in 0..1, and does not depend on the order of pictures or the scale of scores', () => {
    fc.assert(
      fc.property(picturesOf, (pictures) => {
        const value = ap50(pictures);
        const turned = [...pictures].reverse();
        const squashed = pictures.map((p) => {
          return { ...p, boxes: p.boxes.map((b) => ({ ...b, score: b.score ** 3 / 2 })) };
        });
        if (value === null) return;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(ap50(turned)).toBeCloseTo(value, 10);
        expect(ap50(squashed)).toBeCloseTo(value, 10);
      }),
    );
  });

  it('does not gain from a false box, and loses nothing by one below all others', () => {
    fc.assert(
      fc.property(picturesOf, fc.double({ min: 0.0001, max: 1, noNaN: true }), (pictures, score) => {
        const value = ap50(pictures);
        const withFalse = (at: number) => [...pictures, { lesions: [], boxes: [{ box: box(0), score: at }] }];
        if (value === null) return;
        expect(ap50(withFalse(score))).toBeLessThanOrEqual(value + 1e-12);
        expect(ap50(withFalse(0))).toBeCloseTo(value, 10);
      }),
    );
  });

  it('does not rise with a stricter overlap', () => {
    fc.assert(
      fc.property(picturesOf, (pictures) => {
        const found = pictures.map((p) => matchPicture(p.lesions, p.boxes));
        const hits = COCO_STEPS.map((_, step) => found.flatMap((f) => [...(f.found[step] ?? [])]));
        const counts = hits.map((boxes) => boxes.filter((b) => b >= 0).length);
        expect(counts).toEqual([...counts].sort((a, b) => b - a));
      }),
    );
  });
});
