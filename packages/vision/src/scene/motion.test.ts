import type { AnalysisFrame } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flat, mirrored, tunnel } from '../testing/tunnel.js';
import { compareTextures } from './motion.js';
import { smallPicture } from './small-picture.js';
import { texturesOf } from './texture.js';

const textures = (frame: AnalysisFrame) => texturesOf(smallPicture(frame));
const compare = (a: AnalysisFrame, b: AnalysisFrame, seconds = 0.04, lumen: [number, number] = [0.5, 0.5]) =>
  compareTextures(textures(a), textures(b), lumen, seconds);

const RUNS = 40;
const seeds = fc.integer({ min: 1, max: 99 });

describe('compareTextures', () => {
  it('measures how far the scope goes in or out', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.double({ min: 0.01, max: 0.08, noNaN: true }),
        fc.boolean(),
        (seed, step, out) => {
          const way = out ? -step : step;
          const [a, b] = [tunnel({ at: [0.5, 0.5], seed }), tunnel({ at: [0.5, 0.5], seed, in: way })];
          const { motion } = compare(a, b, 0.1);
          // Shading that stays with the scope holds the measure back a little.
          const part = motion!.approach / (way / 0.1);
          expect(part).toBeGreaterThan(0.5);
          expect(part).toBeLessThan(1.3);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('measures which way the view shifts, mirrored in a mirror', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: -0.04, max: 0.04, noNaN: true }), (seed, dx) => {
        const [a, b] = [tunnel({ at: [0.45, 0.5], seed }), tunnel({ at: [0.45 + dx, 0.5], seed })];
        const { motion } = compare(a, b, 1, [0.45, 0.5]);
        expect(Math.abs(motion!.shift[0] - dx)).toBeLessThan(0.01);
        expect(Math.abs(motion!.shift[1])).toBeLessThan(0.01);
        const mirror = compare(mirrored(a), mirrored(b), 1, [0.55, 0.5]).motion!;
        expect(Math.abs(mirror.shift[0] + motion!.shift[0])).toBeLessThan(0.01);
        expect(Math.abs(mirror.approach - motion!.approach)).toBeLessThan(0.02);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives rates a second: half the rate over twice the time', () => {
    const [a, b] = [tunnel({ at: [0.5, 0.5] }), tunnel({ at: [0.5, 0.5], in: 0.05 })];
    expect(compare(a, b, 0.08).motion!.approach).toBeCloseTo(compare(a, b, 0.04).motion!.approach / 2);
  });

  it('finds stillness still, with full quality', () => {
    const { motion, change } = compare(tunnel({ at: [0.4, 0.6] }), tunnel({ at: [0.4, 0.6] }));
    expect(Math.abs(motion!.approach)).toBeLessThan(0.001);
    expect(motion!.quality).toBe(1);
    expect(change).toBe(0);
  });

  it('knows nothing where there is nothing to hold on to, and tells another scene', () => {
    const plain = compare(flat([180, 100, 90]), flat([170, 100, 90]));
    expect(plain).toEqual({ motion: null, change: 0 });
    const other = compare(tunnel({ at: [0.3, 0.5], seed: 1 }), tunnel({ at: [0.7, 0.4], seed: 2 }));
    expect(other.motion).toBeNull();
    expect(other.change).toBeGreaterThan(0.9);
  });
});
