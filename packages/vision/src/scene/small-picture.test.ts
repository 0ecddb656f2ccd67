import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flat } from '../testing/tunnel.js';
import { CELLS, SIDE } from './grid.js';
import { smallPicture } from './small-picture.js';

/** Paints a rectangle (fractions of the picture) into a flat frame. */
function painted(left: number, top: number, w: number, h: number, colour: readonly number[]) {
  const frame = flat([180, 110, 90]);
  for (let y = Math.round(top * 256); y < Math.round((top + h) * 256); y++) {
    for (let x = Math.round(left * 256); x < Math.round((left + w) * 256); x++) {
      frame.rgb.set(colour, (y * 256 + x) * 3);
    }
  }
  return smallPicture(frame);
}
const cell = (x: number, y: number) => Math.floor(y * SIDE) * SIDE + Math.floor(x * SIDE);
const count = (values: Uint8Array) => values.reduce((sum, v) => sum + v, 0);

describe('smallPicture', () => {
  it('keeps a flat picture flat and wholly in view, at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 64, max: 200 }), fc.integer({ min: 40, max: 220 }), (side, tone) => {
        const { red, green, shown, glare, detail } = smallPicture(flat([tone, tone >> 1, tone >> 1], side));
        expect(red.every((v) => v === tone)).toBe(true);
        expect(green.every((v) => v === tone >> 1)).toBe(true);
        expect([count(shown), count(glare), detail]).toEqual([CELLS, 0, 0]);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out a black inset in a corner, but not a dark lumen in the middle', () => {
    const inset = painted(0, 0.65, 0.33, 0.35, [3, 3, 3]).shown;
    expect(inset[cell(0.1, 0.9)]).toBe(0);
    expect(inset[cell(0.5, 0.5)]).toBe(1);
    const lumen = painted(0.4, 0.4, 0.2, 0.2, [3, 3, 3]).shown;
    expect(count(lumen)).toBe(CELLS);
  });

  it('leaves out panels of a colour that no bowel has', () => {
    expect(painted(0.1, 0.6, 0.5, 0.1, [0, 0, 160]).shown[cell(0.3, 0.65)]).toBe(0);
    expect(painted(0, 0.6, 0.3, 0.3, [40, 180, 140]).shown[cell(0.1, 0.7)]).toBe(0);
  });

  it('marks wet highlights', () => {
    const { glare } = painted(0.5, 0.5, 0.1, 0.1, [255, 250, 250]);
    expect(glare[cell(0.55, 0.55)]).toBe(1);
    expect(glare[cell(0.3, 0.3)]).toBe(0);
  });
});
