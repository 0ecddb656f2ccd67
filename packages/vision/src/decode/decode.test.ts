import { frameId, ms } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawOutputs } from '../session/raw.js';
import { pickCandidates } from './candidates.js';
import { decode } from './decode.js';
import { describe as descriptorOf } from './embedding.js';

const frame = { id: frameId(7), timeMs: ms(280), field: { x: 0.25, y: 0, w: 0.5, h: 1 } };

function outputs(change: Partial<RawOutputs> = {}): RawOutputs {
  return {
    boxes: Float32Array.of(0.1, 0.1, 0.4, 0.4, 0.12, 0.12, 0.42, 0.42, 0.6, 0.6, 0.9, 0.9),
    scores: Float32Array.of(0.8, 0.7, 0.005),
    types: Float32Array.of(0.9, 0.1, 0.5),
    mask: { width: 2, height: 2, values: Float32Array.of(0, 0.5, 1, 1.004) },
    organ: Float32Array.of(0.7, 0.2, 0.1),
    usable: Float32Array.of(0.9),
    cleanliness: Float32Array.of(0.1, 0.8, 0.1),
    caecum: Float32Array.of(0.02),
    embedding: { dimensions: 2, width: 2, height: 1, values: Float32Array.of(3, 0, 4, 1) },
    search: null,
    signs: null,
    ...change,
  };
}

describe('decoding', () => {
  it('suppresses the weaker of two boxes, leaves out the faint, and speaks of the source picture', () => {
    const findings = decode(outputs(), frame, 0.5);
    expect(findings.lesions).toHaveLength(1);
    const [lesion] = findings.lesions;
    expect(lesion?.box.x).toBeCloseTo(0.25 + 0.1 * 0.5);
    expect(lesion?.box.w).toBeCloseTo(0.15);
    expect(lesion?.score).toBeCloseTo(0.8);
    expect(lesion?.neoplastic).toBeCloseTo(0.9);
    expect(lesion?.embedding[0]).toBeCloseTo(0.6);
    expect([...findings.mask.values]).toEqual([0, 128, 255, 255]);
    expect(findings.organ.colon).toBeCloseTo(0.7);
    expect(findings.frameId).toBe(7);
  });

  it('takes the descriptor of the picture along, as a copy that the next run does not overwrite', () => {
    expect(decode(outputs(), frame, 0.5).search).toBeNull();
    const search = Float32Array.of(0.6, -0.8);
    const findings = decode(outputs({ search }), frame, 0.5);
    search.fill(0);
    expect(findings.search).toEqual(Float32Array.of(0.6, -0.8));
  });

  it('gives the signs of the whole picture where the model has them, and leaves them out where not', () => {
    expect(decode(outputs(), frame, 0.5)).not.toHaveProperty('signs');
    const signs = {
      instrument: Float32Array.of(0.9),
      residue: Float32Array.of(0.25),
      bubbles: Float32Array.of(-0.004),
    };
    expect(decode(outputs({ signs }), frame, 0.5).signs).toEqual({
      instrument: expect.closeTo(0.9),
      residue: 0.25,
      bubbles: 0,
    });
  });

  it('keeps both boxes where they may overlap more', () => {
    expect(decode(outputs(), frame, 0.9).lesions).toHaveLength(2);
  });

  it.each([
    ['boxes', { boxes: new Float32Array(12).fill(Number.POSITIVE_INFINITY) }],
    ['scores', { scores: Float32Array.of(Number.NaN, 0, 0) }],
    ['scores', { scores: Float32Array.of(1.5, 0, 0) }],
    ['usable', { usable: Float32Array.of(Number.NaN) }],
    ['mask', { mask: { width: 1, height: 1, values: Float32Array.of(Number.NEGATIVE_INFINITY) } }],
    ['embedding', { embedding: { dimensions: 1, width: 1, height: 1, values: Float32Array.of(Number.NaN) } }],
    [
      'residue',
      {
        signs: {
          instrument: Float32Array.of(0),
          residue: Float32Array.of(2),
          bubbles: Float32Array.of(0),
        },
      },
    ],
    ['search', { search: Float32Array.of(1, Number.NEGATIVE_INFINITY) }],
  ] as [string, Partial<RawOutputs>][])('rejects nonsense in "%s" as a whole', (name, change) => {
    expect(() => decode(outputs(change), frame, 0.5)).toThrow(
      expect.objectContaining({
        code: 'analysis-failed',
        message: expect.stringContaining(`"${name}"`),
        where: 'frame 7',
      }),
    );
  });

  it('suppression: best first, no two kept overlap too much, every candidate kept or covered (any boxes)', () => {
    const cell = fc.tuple(
      fc.double({ min: -0.2, max: 1.1, noNaN: true }),
      fc.double({ min: -0.2, max: 1.1, noNaN: true }),
      fc.double({ min: -0.1, max: 0.6, noNaN: true }),
      fc.double({ min: -0.1, max: 0.6, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 40 }), (cells) => {
        const boxes = Float32Array.from(cells.flatMap(([x, y, w, h]) => [x, y, x + w, y + h]));
        const kept = pickCandidates(boxes, Float32Array.from(cells.map((c) => c[4])), 0.5);
        for (const [i, one] of kept.entries()) {
          expect(one.box.x).toBeGreaterThanOrEqual(0);
          expect(one.box.x + one.box.w).toBeLessThanOrEqual(1 + 1e-6);
          expect(one.box.w * one.box.h).toBeGreaterThan(0);
          if (i > 0) expect(kept[i - 1]!.score).toBeGreaterThanOrEqual(one.score);
        }
      }),
    );
  });

  it('descriptors weigh the map by the area under the box and have unit length', () => {
    const map = { dimensions: 2, width: 2, height: 1, values: Float32Array.of(1, 0, 0, 1) };
    const left = descriptorOf(map, { x: 0, y: 0, w: 0.5, h: 1 });
    expect([...left]).toEqual([1, 0]);
    const middle = descriptorOf(map, { x: 0.25, y: 0.2, w: 0.5, h: 0.1 });
    expect(middle[0]).toBeCloseTo(Math.SQRT1_2);
    expect([...descriptorOf({ ...map, values: new Float32Array(4) }, { x: 0, y: 0, w: 1, h: 1 })]).toEqual([
      0, 0,
    ]);
  });
});
