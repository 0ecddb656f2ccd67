import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, box, FIELD, seen } from '../testing/synthetic.js';
import { moved, outlineOf } from './outline.js';
import { simplify } from './simplify.js';

const rect = fc
  .tuple(
    fc.double({ min: 0.08, max: 0.6, noNaN: true }),
    fc.double({ min: 0.08, max: 0.6, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([w, h, u, v]) => ({ x: u * (1 - w), y: v * (1 - h), w, h }));

describe('the outline', () => {
  it('follows the mask, has at most 64 points, and stays with its box (any box)', () => {
    fc.assert(
      fc.property(rect, (where) => {
        const [ring = []] = outlineOf(at(0, [seen(where)]).mask, FIELD, where);
        expect(ring.length).toBeGreaterThanOrEqual(4);
        expect(ring.length).toBeLessThanOrEqual(64);
        for (const [x, y] of ring) {
          const dx = (x - where.x - where.w / 2) / (where.w / 2);
          const dy = (y - where.y - where.h / 2) / (where.h / 2);
          // Within two cells of the mask's grid of the ellipse that was drawn.
          expect(Math.abs(Math.hypot(dx, dy) - 1)).toBeLessThan((2 / 64 / Math.min(where.w, where.h)) * 2);
        }
      }),
    );
  });

  it('is in fractions of the source picture when the field is a part of it', () => {
    const field = { x: 0.25, y: 0.1, w: 0.5, h: 0.8 };
    const { mask } = at(0, [seen(box(0.5, 0.5, 0.4))]);
    const [ring = []] = outlineOf(mask, field, { x: 0.4, y: 0.34, w: 0.2, h: 0.32 });
    const xs = ring.map(([x]) => x);
    expect(Math.min(...xs)).toBeCloseTo(0.4, 1);
    expect(Math.max(...xs)).toBeCloseTo(0.6, 1);
  });

  it('does not take in the neighbour', () => {
    const { mask } = at(0, [seen(box(0.3, 0.5, 0.2)), seen(box(0.7, 0.5, 0.2))]);
    for (const [x] of outlineOf(mask, FIELD, box(0.3, 0.5, 0.2)).flat()) expect(x).toBeLessThan(0.45);
  });

  it('is the box with round corners where the mask is silent or lies elsewhere', () => {
    const { mask } = at(0, []);
    for (const where of [box(0.5, 0.5), { x: 2, y: 2, w: 0.1, h: 0.1 }]) {
      const [ring = []] = outlineOf(mask, FIELD, where);
      expect(ring).toHaveLength(20);
      const xs = ring.map(([x]) => x);
      expect(Math.min(...xs)).toBeCloseTo(where.x);
      expect(Math.max(...xs)).toBeCloseTo(where.x + where.w);
    }
  });

  it('moves and grows with its box', () => {
    const outline = [
      [
        [0.1, 0.1],
        [0.3, 0.1],
        [0.3, 0.3],
      ],
    ] as const;
    const to = moved(outline, { x: 0.1, y: 0.1, w: 0.2, h: 0.2 }, { x: 0.5, y: 0.1, w: 0.4, h: 0.2 });
    expect(to.flat().flat()).toEqual([0.5, 0.1, 0.9, 0.1, 0.9, 0.3].map((v) => expect.closeTo(v)));
  });
});

it('simplifying keeps the corners and drops what lies on the edges', () => {
  const square = [0, 1, 2, 3].flatMap((side) =>
    Array.from({ length: 10 }, (_, i): [number, number] => {
      const t = i / 10;
      return (
        [
          [t, 0],
          [1, t],
          [1 - t, 1],
          [0, 1 - t],
        ] as [number, number][]
      )[side]!;
    }),
  );
  expect(simplify(square, 4)).toEqual([
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]);
});
