import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { maskAtSize, writeMaskPng } from './mask.js';

const mask = { width: 2, height: 2, values: Uint8Array.from([0, 200, 0, 200]) };

describe('lesion masks', () => {
  it('are bilinear inside the field and 0 outside', () => {
    const out = maskAtSize(mask, { x: 0.5, y: 0, w: 0.5, h: 1 }, 8, 2);
    expect(Array.from(out.subarray(0, 8))).toEqual([0, 0, 0, 0, 0, 50, 150, 200]);
  });

  it('are written as 8-bit grey PNG of the size of the picture', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'haustra-mask-'));
    try {
      const path = join(folder, 'a', 'b.png');
      await writeMaskPng(path, mask, { x: 0, y: 0, w: 1, h: 1 }, 31, 17);
      const meta = await sharp(path).metadata();
      expect([meta.width, meta.height, meta.channels, meta.depth]).toEqual([31, 17, 1, 'uchar']);
      const raw = await sharp(path).toColourspace('b-w').raw().toBuffer();
      expect(raw[0]).toBe(0);
      expect(raw[30]).toBe(200);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
