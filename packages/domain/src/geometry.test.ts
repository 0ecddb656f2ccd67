import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, fromBox, iou, type Rect, toBox, within } from './geometry.js';

const side = fc.double({ min: 0.01, max: 1, noNaN: true });
const place = fc.double({ min: -0.5, max: 1, noNaN: true });
const rect: fc.Arbitrary<Rect> = fc.record({ x: place, y: place, w: side, h: side });

describe('rectangles', () => {
  it('overlap half by half as computed by hand', () => {
    expect(iou({ x: 0, y: 0, w: 0.4, h: 0.4 }, { x: 0.2, y: 0, w: 0.4, h: 0.4 })).toBeCloseTo(1 / 3);
    expect(iou({ x: 0, y: 0, w: 0.1, h: 0.1 }, { x: 0.2, y: 0, w: 0.1, h: 0.1 })).toBe(0);
  });

  it('have a symmetric overlap between 0 and 1, and 1 with themselves', () => {
    fc.assert(
      fc.property(rect, rect, (a, b) => {
        expect(iou(a, b)).toBeCloseTo(iou(b, a), 10);
        expect(iou(a, b)).toBeGreaterThanOrEqual(0);
        expect(iou(a, b)).toBeLessThanOrEqual(1 + 1e-9);
        expect(iou(a, a)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('clipped lie in the picture', () => {
    fc.assert(
      fc.property(rect, (r) => {
        const c = clip(r);
        expect(c.x).toBeGreaterThanOrEqual(0);
        expect(c.y).toBeGreaterThanOrEqual(0);
        expect(c.x + c.w).toBeLessThanOrEqual(1 + 1e-9);
        expect(c.y + c.h).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it('go to files and back, and from the field to the picture', () => {
    expect(fromBox(toBox({ x: 0.1, y: 0.2, w: 0.3, h: 0.4 }))).toEqual({ x: 0.1, y: 0.2, w: 0.3, h: 0.4 });
    const inPicture = within({ x: 0.5, y: 0, w: 0.5, h: 1 }, { x: 0.5, y: 0.5, w: 0.5, h: 0.5 });
    expect(inPicture).toEqual({ x: 0.75, y: 0.5, w: 0.25, h: 0.5 });
  });
});
