import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPicture } from '../src/index.js';
import { readAll } from './clips.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const data = resolve(root, process.env.HAUSTRA_DATA ?? '../shared/data');
const there = existsSync(join(data, 'index.csv'));
if (!there) console.warn('skipped: no shared data (set HAUSTRA_DATA)');

describe.skipIf(!there)('real pictures', { timeout: 600_000 }, () => {
  it('reads the colonoscopy clip: 181 frames, 25 a second, its own octagon fills the picture', async () => {
    const { info, frames, field } = await readAll(join(data, 'video/colonoscopy-polyp.mp4'));
    expect(info).toMatchObject({ width: 560, height: 480, frames: 181, fps: 25, warnings: [] });
    expect(frames).toHaveLength(181);
    expect(frames.at(-1)?.timeMs).toBe(7200);
    expect(field.w * field.h).toBeGreaterThan(0.9);
  });

  it('reads the gastroscopy clip: 934 frames with their own times, the circle without the band above and below', async () => {
    const { frames, field } = await readAll(join(data, 'video/gastroscopy.mp4'));
    expect(frames).toHaveLength(934);
    expect(frames.at(-1)?.timeMs).toBeCloseTo(31_366.4, 0);
    expect(field.y).toBeGreaterThan(0.04);
    expect(field.y + field.h).toBeLessThan(0.97);
  });

  it.each([
    ['barrett-rle.dcm', { x: 0.356, y: 0.126, w: 0.575, h: 0.777 }],
    ['colonic-vascular-rle.dcm', { x: 0.206, y: 0.06, w: 0.65, h: 0.86 }],
    ['gastric-ulcer-j2k.dcm', { x: 0.356, y: 0.126, w: 0.575, h: 0.777 }],
  ])('keeps the text burned into %s out of the field', async (name, expected) => {
    const { field, pictureWidth, pictureHeight } = await loadPicture(join(data, 'dicom', name), {
      width: 64,
      height: 64,
    });
    expect([pictureWidth, pictureHeight]).toEqual([756, 486]);
    for (const side of ['x', 'y', 'w', 'h'] as const) {
      expect(Math.abs(field[side] - expected[side]), `${side} ${field[side]}`).toBeLessThan(0.03);
    }
  });

  it('cuts a plausible field out of pictures of each source', async () => {
    const rows = readFileSync(join(data, 'index.csv'), 'utf8').split('\n').slice(1).filter(Boolean);
    const sources = new Map<string, string[]>();
    for (const row of rows) {
      const [, image = '', source = ''] = row.split(',');
      sources.set(source, [...(sources.get(source) ?? []), image]);
    }
    for (const [source, images] of sources) {
      const sample = images.filter((_, i) => i % Math.ceil(images.length / 5) === 0);
      for (const image of sample) {
        const { field } = await loadPicture(join(data, image), { width: 32, height: 32 });
        expect(field.w * field.h, `${source} ${image}`).toBeGreaterThan(0.15);
      }
    }
  });
});
