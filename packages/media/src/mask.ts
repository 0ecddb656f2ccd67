import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LesionMask, Rect } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import sharp from 'sharp';
import { pixelRect } from './stills/resize.js';

/**
 * A lesion mask of the visible field at the picture's own size, one byte a pixel: bilinear between the mask's cells,
 * 0 outside the field. Pure.
 */
export function maskAtSize(mask: LesionMask, field: Rect, width: number, height: number): Uint8Array {
  const { left, top, w, h } = pixelRect(field, width, height);
  const out = new Uint8Array(width * height);
  const at = (x: number, y: number) => mask.values[y * mask.width + x] ?? 0;
  for (let y = 0; y < h; y += 1) {
    const v = Math.min(mask.height - 1, Math.max(0, ((y + 0.5) * mask.height) / h - 0.5));
    const v0 = Math.floor(v);
    const v1 = Math.min(mask.height - 1, v0 + 1);
    for (let x = 0; x < w; x += 1) {
      const u = Math.min(mask.width - 1, Math.max(0, ((x + 0.5) * mask.width) / w - 0.5));
      const u0 = Math.floor(u);
      const u1 = Math.min(mask.width - 1, u0 + 1);
      const upper = at(u0, v0) + (at(u1, v0) - at(u0, v0)) * (u - u0);
      const lower = at(u0, v1) + (at(u1, v1) - at(u0, v1)) * (u - u0);
      out[(top + y) * width + left + x] = Math.round(upper + (lower - upper) * (v - v0));
    }
  }
  return out;
}

/**
 * Writes a lesion mask as an 8-bit grey PNG of the picture's own size (value = probability of lesion × 255, 0 outside
 * the visible field). Folders on the way are made. Throws `unwritable`.
 */
export async function writeMaskPng(
  path: string,
  mask: LesionMask,
  field: Rect,
  width: number,
  height: number,
): Promise<void> {
  const grey = maskAtSize(mask, field, width, height);
  const png = await sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer();
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, png);
}
