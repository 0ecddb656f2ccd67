import { mkdir, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPicture } from '../src/index.js';
import { meanColour, readAll, type Workshop, workshop } from './clips.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});
afterAll(() => shop.close());

const size = { width: 32, height: 24 };
/** Left half red, right half white, 64 × 48. */
const twoHalves = () => {
  const data = Buffer.alloc(64 * 48 * 3, 255);
  for (let i = 0; i < 64 * 48; i += 1) if (i % 64 < 32) data.set([200, 40, 40], i * 3);
  return sharp(data, { raw: { width: 64, height: 48, channels: 3 } });
};
const nearRed = ([r, g, b]: [number, number, number]) => r > 180 && r < 220 && g < 70 && b < 70;

describe('still pictures', { timeout: 120_000 }, () => {
  it('reads each format to the same colours', async () => {
    await twoHalves().jpeg({ quality: 95 }).toFile(shop.path('a.jpg'));
    await twoHalves().png().toFile(shop.path('a.png'));
    await twoHalves().tiff().toFile(shop.path('a.tif'));
    await twoHalves().webp({ lossless: true }).toFile(shop.path('a.webp'));
    await twoHalves().png({ palette: true }).toFile(shop.path('p.png'));
    await twoHalves().toColourspace('rgb16').png().toFile(shop.path('deep.png'));
    await twoHalves().toColourspace('cmyk').jpeg({ quality: 95 }).toFile(shop.path('cmyk.jpg'));
    await shop.clip('a.bmp', '-i', shop.path('a.png'));
    await writeFile(shop.path('50%d off.bmp'), await readFile(shop.path('a.bmp')));
    for (const name of ['a.jpg', 'a.png', 'a.tif', 'a.webp', 'p.png', 'deep.png', 'a.bmp', '50%d off.bmp']) {
      const picture = await loadPicture(shop.path(name), size);
      expect([picture.pictureWidth, picture.pictureHeight], name).toEqual([64, 48]);
      expect(nearRed(meanColour(picture, { x: 2, y: 2, w: 12, h: 20 })), name).toBe(true);
      expect(Math.min(...meanColour(picture, { x: 18, y: 2, w: 12, h: 20 })), name).toBeGreaterThan(245);
    }
    // Inks know no such red; but it must be red.
    const [r, g] = meanColour(await loadPicture(shop.path('cmyk.jpg'), size), { x: 2, y: 2, w: 12, h: 20 });
    expect(r - g).toBeGreaterThan(80);
  });

  it('turns a picture as its EXIF says, and reads grey and transparent ones', async () => {
    await twoHalves().jpeg({ quality: 95 }).withMetadata({ orientation: 3 }).toFile(shop.path('turned.jpg'));
    const turned = await loadPicture(shop.path('turned.jpg'), size);
    expect(nearRed(meanColour(turned, { x: 18, y: 2, w: 12, h: 20 }))).toBe(true);
    await twoHalves().greyscale().png().toFile(shop.path('grey.png'));
    const [r, g, b] = meanColour(await loadPicture(shop.path('grey.png'), size), {
      x: 2,
      y: 2,
      w: 12,
      h: 20,
    });
    expect(r).toBe(g);
    expect(g).toBe(b);
    await twoHalves().ensureAlpha(0).png().toFile(shop.path('clear.png'));
    expect(Math.max(...meanColour(await loadPicture(shop.path('clear.png'), size)))).toBe(0);
  });

  it('refuses damage with one sentence', async () => {
    const jpeg = await twoHalves().jpeg().toBuffer();
    await writeFile(shop.path('half.jpg'), jpeg.subarray(0, jpeg.length / 2));
    await writeFile(shop.path('text.png'), 'no picture');
    await writeFile(shop.path('none.jpg'), '');
    for (const name of ['half.jpg', 'text.png', 'none.jpg']) {
      await expect(loadPicture(shop.path(name), size), name).rejects.toMatchObject({
        code: 'unreadable',
        where: name,
      });
    }
    await expect(loadPicture(shop.path('gone.jpg'), size)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reads a folder of frames in natural order, leaves bad ones out, copes with mixed sizes', async () => {
    const folder = shop.path('frames');
    await mkdir(folder);
    const shade = (v: number, w: number) =>
      sharp({ create: { width: w, height: 48, channels: 3, background: { r: v, g: v, b: v } } });
    await shade(100, 64).png().toFile(`${folder}/frame1.png`);
    await shade(120, 80).jpeg().toFile(`${folder}/frame2.jpg`);
    await writeFile(`${folder}/frame3.png`, 'broken');
    await shade(140, 64).webp().toFile(`${folder}/frame10.webp`);
    const { info, frames } = await readAll(folder);
    expect(info).toMatchObject({
      kind: 'recording',
      name: 'frames',
      frames: 4,
      fps: 25,
      durationMs: 160,
      width: 64,
    });
    expect(frames.map((f) => [f.id, f.timeMs])).toEqual([
      [0, 0],
      [1, 40],
      [3, 120],
    ]);
    expect(frames.map((f) => Math.round(meanColour(f)[0] / 20) * 20)).toEqual([100, 120, 140]);
    expect(info.warnings).toHaveLength(1);
    expect(info.warnings[0]).toContain('frame3.png');
    expect((await readAll(folder, { fps: 10 })).frames[1]?.timeMs).toBe(100);
  });
});
