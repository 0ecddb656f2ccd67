import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canvasSize, pixelRect, thumbnailSquare } from './geometry.js';

describe('canvasSize', () => {
  it('is finer than a small picture on a large screen, and never coarser than the picture', () => {
    expect(canvasSize({ width: 560, height: 480 }, { width: 1500, height: 1080 })).toEqual({
      width: 1120,
      height: 960,
    });
    expect(canvasSize({ width: 1280, height: 720 }, { width: 640, height: 360 })).toEqual({
      width: 1280,
      height: 720,
    });
    expect(canvasSize({ width: 3840, height: 2160 }, { width: 3840, height: 2160 })).toEqual({
      width: 1920,
      height: 1080,
    });
  });
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const side = fc.integer({ min: 16, max: 4000 });

describe('rectangles in pixels', () => {
  it('lie inside the picture', () => {
    fc.assert(
      fc.property(share, share, share, share, side, side, (x, y, w, h, width, height) => {
        const field = pixelRect({ x, y, w, h }, { width, height });
        expect(field.x >= 0 && field.y >= 0 && field.w >= 1 && field.h >= 1).toBe(true);
        expect(field.x + field.w).toBeLessThanOrEqual(width);
        expect(field.y + field.h).toBeLessThanOrEqual(height);
        const square = thumbnailSquare([x, y, w, h], { width, height });
        expect(square.x >= 0 && square.y >= 0).toBe(true);
        expect(square.x + square.side).toBeLessThanOrEqual(width + 1e-6);
        expect(square.y + square.side).toBeLessThanOrEqual(height + 1e-6);
      }),
    );
  });
});
