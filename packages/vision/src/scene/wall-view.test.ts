import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flat, mirrored, tunnel } from '../testing/tunnel.js';
import { type SmallPicture, smallPicture } from './small-picture.js';
import { wallView } from './wall-view.js';

const CLEAR = { sharpness: 0.7, depth: 0.5, redness: 0.47 };
const view = (at: readonly [number, number], change: Partial<typeof CLEAR> = {}) =>
  wallView(smallPicture(tunnel({ at })), at, { ...CLEAR, ...change })!;
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('wallView', () => {
  it('sees the wall all around when the lumen lies in the middle', () => {
    const { looked, bare } = view([0.5, 0.5]);
    expect(Math.min(...looked)).toBeGreaterThan(0.6);
    expect(mean(bare)).toBeGreaterThan(0.6);
  });

  it('does not see the side that the lumen lies at', () => {
    const { looked } = view([0.1, 0.5]);
    // Two sectors to the right of the lumen, two to the left.
    expect(Math.min(looked[2]!, looked[3]!)).toBeGreaterThan(0.8);
    expect(Math.max(looked[8]!, looked[9]!)).toBeLessThan(0.05);
  });

  it('mirrors with the picture', () => {
    const at = [0.35, 0.6] as const;
    const mirror = wallView(smallPicture(mirrored(tunnel({ at }))), [1 - at[0], at[1]], CLEAR)!;
    const { looked } = view(at);
    mirror.looked.forEach((share, sector) => {
      expect(share).toBeCloseTo(looked[11 - sector]!, 1);
    });
  });

  it('takes what is yellow for residue in white light only, and what is dark for not seen', () => {
    const at = [0.5, 0.5] as const;
    const picture = smallPicture(tunnel({ at }));
    const right = (values: Float32Array, part: number) =>
      values.map((value, i) => (i % 64 >= 32 ? value * part : value));
    const soiled: SmallPicture = { ...picture, blue: right(picture.blue, 0.6) };
    const clean = wallView(picture, at, CLEAR)!;
    const dirty = wallView(soiled, at, CLEAR)!;
    expect(mean(dirty.bare.slice(0, 6))).toBeLessThan(0.05);
    expect(dirty.bare.slice(6)).toEqual(clean.bare.slice(6));
    expect(dirty.looked).toEqual(clean.looked);
    const narrowBand = wallView(soiled, at, { ...CLEAR, redness: 0.3 })!;
    expect(mean(narrowBand.bare.slice(0, 6))).toBeGreaterThan(0.4);
    const { red, green, blue } = picture;
    const dark = { ...picture, red: right(red, 0.1), green: right(green, 0.1), blue: right(blue, 0.1) };
    expect(mean(wallView(dark, at, CLEAR)!.bare.slice(0, 6))).toBeLessThan(0.05);
  });

  it('says nothing without a lumen, of a smeared picture and of a wall', () => {
    const picture = smallPicture(flat([180, 110, 90]));
    expect(wallView(picture, null, CLEAR)).toBeNull();
    expect(wallView(picture, [0.5, 0.5], { ...CLEAR, sharpness: 0.2 })).toBeNull();
    expect(wallView(picture, [0.5, 0.5], { ...CLEAR, depth: 0.05 })).toBeNull();
  });

  it('gives twelve shares each, bare never more than looked at, whatever the picture', () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    const bytes = fc.uint8Array({ minLength: 12288, maxLength: 12288 });
    fc.assert(
      fc.property(bytes, place, place, (rgb, x, y) => {
        const picture = smallPicture({ width: 64 as never, height: 64 as never, rgb });
        const { looked, bare } = wallView(picture, [x, y], CLEAR)!;
        expect([looked.length, bare.length]).toEqual([12, 12]);
        looked.forEach((share, i) => {
          expect(share >= bare[i]! && bare[i]! >= 0 && share <= 1).toBe(true);
        });
      }),
      { numRuns: 30 },
    );
  });
});
