import { LESION_SIZE } from '@haustra/clinical';
import { WHOLE } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../scene/lumen.js';
import { sizeByPlace } from './place-size.js';
import { SizeBook } from './size-book.js';

const { radiusMm, viewDeg } = LESION_SIZE.values;
const VIEW = (viewDeg * Math.PI) / 180;
const MIDDLE: Place = [0.5, 0.5];

/** Box of a lesion of `mm` on the wall of the tube, seen `angle` from the middle in direction `turn`. */
function onWall(mm: number, angle: number, turn: number) {
  const spanned = (mm * Math.sin(angle)) / radiusMm / VIEW;
  const r = angle / VIEW;
  const [x, y] = [0.5 + r * Math.cos(turn), 0.5 + r * Math.sin(turn)];
  return { x: x - spanned / 2, y: y - spanned / 2, w: spanned, h: spanned };
}

describe('sizeByPlace', () => {
  it('gives back the size of what lies on the wall of such a tube', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 30, noNaN: true }),
        fc.double({ min: 0.55, max: 1.2, noNaN: true }),
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        (mm, angle, turn) => {
          expect(sizeByPlace(onWall(mm, angle, turn), MIDDLE, WHOLE)).toBeCloseTo(mm, 6);
        },
      ),
    );
  });

  it('does not depend on where the field lies in the picture', () => {
    const field = { x: 0.25, y: 0.1, w: 0.5, h: 0.8 };
    const box = onWall(8, 0.9, 1);
    const moved = {
      x: field.x + box.x * field.w,
      y: field.y + box.y * field.h,
      w: box.w * field.w,
      h: box.h * field.h,
    };
    expect(sizeByPlace(moved, [0.5, 0.5], field)).toBeCloseTo(8, 6);
  });

  it('says nothing of what lies in the way of the lumen, and nothing of numbers that are none', () => {
    expect(sizeByPlace(onWall(8, 0.3, 0), MIDDLE, WHOLE)).toBeNull();
    expect(sizeByPlace({ x: Number.NaN, y: 0, w: 0.1, h: 0.1 }, MIDDLE, WHOLE)).toBeNull();
  });
});

describe('SizeBook', () => {
  it('gives the median to 2 %, however many frames, and joins', () => {
    const sizes = fc.array(fc.double({ min: 1, max: 90, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.nat(60), (all, cut) => {
        const [one, two] = [new SizeBook(), new SizeBook()];
        for (const [i, mm] of all.entries()) (i < cut ? one : two).add(mm);
        one.join(two);
        const sorted = [...all].sort((a, b) => a - b);
        const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
        expect(one.size?.frames).toBe(all.length);
        expect(Math.abs(Math.log((one.size?.mm ?? 0) / median))).toBeLessThanOrEqual(0.0101);
      }),
    );
  });

  it('knows nothing of no frame, and goes on from what was known', () => {
    expect(new SizeBook().size).toBeNull();
    const book = new SizeBook();
    book.add(12, 40);
    book.add(3);
    expect(book.size?.mm).toBeCloseTo(12, 0);
    expect(book.size?.frames).toBe(41);
  });
});
