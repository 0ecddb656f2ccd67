import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flat, mirrored, tunnel } from '../testing/tunnel.js';
import { findLumen } from './lumen.js';
import { smallPicture } from './small-picture.js';

const place = fc.double({ min: 0.25, max: 0.75, noNaN: true });
const find = (frame: Parameters<typeof smallPicture>[0]) => findLumen(smallPicture(frame));

describe('findLumen', () => {
  it('finds the end of a tunnel wherever it is, and the mirrored one mirrored', () => {
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 99 }), (x, y, seed) => {
        const frame = tunnel({ at: [x, y], seed });
        const found = find(frame)!;
        expect(Math.hypot(found.at[0] - x, found.at[1] - y)).toBeLessThan(0.11);
        const mirror = find(mirrored(frame))!;
        expect(mirror.at[0]).toBeCloseTo(1 - found.at[0], 1);
        expect(mirror.at[1]).toBeCloseTo(found.at[1], 1);
      }),
      { numRuns: 40 },
    );
  });

  it('says nothing of a wall, of darkness, of red-out', () => {
    expect(find(flat([180, 110, 90]))).toBeNull();
    expect(find(flat([0, 0, 0]))).toBeNull();
    const redOut = flat([230, 60, 20]);
    for (let i = 0; i < redOut.rgb.length; i += 3) redOut.rgb[i + 1] = 50 + ((i / 3) % 256) / 16;
    expect(find(redOut)).toBeNull();
  });

  it('always lies in the field, with a confidence that is a share', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12288, maxLength: 12288 }), (rgb) => {
        const found = find({ width: 64 as never, height: 64 as never, rgb });
        if (found === null) return;
        for (const v of [...found.at, found.confidence]) expect(v >= 0 && v <= 1).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
