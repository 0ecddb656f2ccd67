import { describe, expect, it } from 'vitest';
import { Random } from '../maths/random.js';
import { growLips, growLump } from './growths.js';
import { Mucosa } from './mucosa.js';
import { Residue } from './residue.js';

describe('Residue', () => {
  const clean = new Mucosa(160, 20, [], new Random(1));
  const residue = new Residue(clean, 160, 20, 4.7, new Random(2));
  const cover = (share: number): void => {
    const rows = new Float32Array(162);
    residue.cover = { stool: rows.slice().fill(share), foam: rows };
  };
  const covered = (): number => {
    let count = 0;
    for (let i = 0; i < 4000; i++) if (residue.covers(((i * 37) % 1600) / 10, (i * 0.618) % 6.28)) count++;
    return count / 4000;
  };

  it.each([0, 0.1, 0.5, 0.9])('covers as much of the wall as it is told: %f', (share) => {
    cover(share);
    expect(Math.abs(covered() - share)).toBeLessThan(0.04);
  });

  it('leaves the clean wall as it is, and paints over it where it lies', () => {
    cover(0);
    residue.sample(50, 2);
    clean.sample(50, 2);
    expect([residue.red, residue.green, residue.blue]).toEqual([clean.red, clean.green, clean.blue]);
    cover(1);
    residue.sample(50, 2);
    expect(residue.stool).toBeGreaterThan(0.5);
    expect(residue.blue / residue.red).toBeLessThan(clean.blue / clean.red);
  });
});

describe('growths', () => {
  const anchor = { point: [0, 0, 0], inward: [0, 0, 1] } as const;

  it.each([
    ['lips', growLips(anchor, [1, 0, 0], 24), 24],
    ['a lump', growLump(anchor, 4, 3), 8],
  ] as const)(
    '%s stand out of the wall within their bound, about as wide as stated',
    (_name, solid, wide) => {
      let [high, reach] = [0, 0];
      for (let x = -24; x <= 24; x += 0.5) {
        for (let y = -24; y <= 24; y += 0.5) {
          for (let h = 0; h <= 20; h += 0.5) {
            if (solid.distance(x, y, h) > 0) continue;
            high = Math.max(high, h);
            reach = Math.max(reach, Math.hypot(x, y));
            expect(Math.hypot(x, y, h)).toBeLessThanOrEqual(solid.bound);
          }
        }
      }
      expect(high).toBeGreaterThan(1.5);
      expect(reach).toBeGreaterThan(0.35 * wide);
      expect(reach).toBeLessThan(0.65 * wide);
    },
  );
});
