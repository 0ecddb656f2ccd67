import type { Box } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxBetween, CORNERS, clipped, dragged, SMALLEST } from './box.js';

const point = fc.record({
  x: fc.double({ min: -2, max: 2, noNaN: true }),
  y: fc.double({ min: -2, max: 2, noNaN: true }),
});
const whole = (box: Box) => {
  const [x, y, w, h] = box;
  expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
  expect(Math.max(x + w, y + h)).toBeLessThanOrEqual(1 + 2e-4);
  expect(Math.min(w, h)).toBeGreaterThanOrEqual(SMALLEST - 2e-4);
};

describe('boxBetween', () => {
  it('is the same whichever way it was drawn, and stays in the picture', () => {
    expect(boxBetween({ x: 0.2, y: 0.3 }, { x: 0.5, y: 0.7 })).toEqual([0.2, 0.3, 0.3, 0.4]);
    expect(boxBetween({ x: 0.5, y: 0.7 }, { x: 0.2, y: 0.3 })).toEqual([0.2, 0.3, 0.3, 0.4]);
    expect(boxBetween({ x: 0.8, y: 0.9 }, { x: 1.6, y: -1 })).toEqual([0.8, 0, 0.2, 0.9]);
  });

  it('is none for a click that slipped', () => {
    expect(boxBetween({ x: 0.5, y: 0.5 }, { x: 0.505, y: 0.9 })).toBeNull();
  });
});

describe('dragged', () => {
  const box: Box = [0.2, 0.3, 0.2, 0.2];

  it('moves the whole box or one corner; the opposite corner stays', () => {
    expect(dragged(box, 'move', { x: 0.1, y: -0.1 })).toEqual([0.3, 0.2, 0.2, 0.2]);
    expect(dragged(box, 'se', { x: 0.1, y: 0.05 })).toEqual([0.2, 0.3, 0.3, 0.25]);
    expect(dragged(box, 'nw', { x: 0.1, y: 0.1 })).toEqual([0.3, 0.4, 0.1, 0.1]);
  });

  it('never leaves the picture nor becomes smaller than the smallest box', () => {
    fc.assert(
      fc.property(point, fc.constantFrom('move' as const, ...CORNERS), (by, grip) =>
        whole(dragged(box, grip, by)),
      ),
    );
  });
});

describe('clipped', () => {
  it('cuts a box of the model at the border', () => {
    expect(clipped([-0.1, 0.9, 0.3, 0.3])).toEqual([0, 0.9, 0.2, 0.1]);
  });
});
