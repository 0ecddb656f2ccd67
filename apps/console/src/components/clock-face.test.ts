import { describe, expect, it } from 'vitest';
import { sectorPath, unseenHours } from './clock-face.js';

const hereWithout = (...hours: number[]) =>
  Array.from({ length: 12 }, (_, hour) => (hours.includes(hour) ? 0.2 : 0.9));

describe('unseenHours', () => {
  it('names runs of sectors by the hours they lie between', () => {
    expect(unseenHours(hereWithout())).toEqual([]);
    expect(unseenHours(hereWithout(3, 4, 8))).toEqual([
      [3, 5],
      [8, 9],
    ]);
  });

  it('takes a run over twelve o’clock as one, and all of them as the whole clock', () => {
    expect(unseenHours(hereWithout(11, 0, 1))).toEqual([[11, 2]]);
    expect(unseenHours(hereWithout(11))).toEqual([[11, 12]]);
    expect(unseenHours(new Array<number>(12).fill(0))).toEqual([[12, 12]]);
  });
});

describe('sectorPath', () => {
  it('begins at twelve o’clock and goes on clockwise', () => {
    expect(sectorPath(0, 20, 40, 0)).toMatch(/^M0\.00 -40\.00A/);
    expect(sectorPath(3, 20, 40, 0)).toMatch(/^M40\.00 -0\.00A/);
  });
});
