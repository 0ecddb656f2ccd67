import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAndResize, pixelRect } from './resize.js';

const WHOLE = { x: 0, y: 0, w: 1, h: 1 };
const grey = (width: number, height: number, value: (x: number, y: number) => number) => {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    data.fill(value(i % width, Math.floor(i / width)), i * 3, i * 3 + 3);
  }
  return { width, height, data, channels: 3 as const };
};
const reds = (rgb: Uint8Array) => Array.from(rgb.filter((_, i) => i % 3 === 0));

describe('cutAndResize', () => {
  it('keeps a picture of the same size as it is', () => {
    const picture = grey(7, 5, (x, y) => x * 30 + y);
    expect(cutAndResize(picture, WHOLE, 7, 5)).toEqual(picture.data);
  });

  it('averages areas when it shrinks', () => {
    const picture = grey(4, 2, (x, y) => x * 10 + y * 100);
    expect(reds(cutAndResize(picture, WHOLE, 2, 1))).toEqual([55, 75]);
    expect(
      reds(
        cutAndResize(
          grey(3, 2, (x) => x * 60),
          WHOLE,
          2,
          2,
        ),
      ),
    ).toEqual([20, 100, 20, 100]);
  });

  it('cuts whole pixels and reads RGBA', () => {
    const picture = grey(10, 10, (x) => (x < 5 ? 10 : 200));
    const rgba = new Uint8Array(400).fill(255);
    for (let i = 0; i < 100; i += 1) rgba.set(picture.data.subarray(i * 3, i * 3 + 3), i * 4);
    const rect = { x: 0.5, y: 0, w: 0.5, h: 1 };
    expect(new Set(reds(cutAndResize(picture, rect, 5, 5)))).toEqual(new Set([200]));
    expect(new Set(reds(cutAndResize({ ...picture, data: rgba, channels: 4 }, rect, 5, 5)))).toEqual(
      new Set([200]),
    );
  });

  it('a flat picture stays flat, at any size and cut', () => {
    const side = fc.integer({ min: 1, max: 40 });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, side, side, part, part, part, part, (w, h, tw, th, x, y, rw, rh) => {
        const out = cutAndResize(
          grey(w, h, () => 137),
          { x, y, w: rw, h: rh },
          tw,
          th,
        );
        expect(out.every((v) => v === 137)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('gives a rectangle of at least one pixel inside the picture', () => {
    expect(pixelRect({ x: 1, y: 1, w: 0, h: 0 }, 10, 10)).toEqual({ left: 9, top: 9, w: 1, h: 1 });
    expect(pixelRect({ x: -1, y: 0.25, w: 9, h: 0.5 }, 8, 8)).toEqual({ left: 0, top: 2, w: 8, h: 4 });
  });
});
