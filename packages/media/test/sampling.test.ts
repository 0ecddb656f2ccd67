import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPicture, type Sampling } from '../src/index.js';
import { moving, readAll, type Workshop, workshop } from './clips.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});
afterAll(() => shop.close());

const times = (frames: readonly { timeMs: number }[]) => frames.map((f) => Math.round(f.timeMs));
const bytes = (frames: readonly { rgb: Uint8Array }[]) => frames.map((f) => Buffer.from(f.rgb));

describe('some frames of a recording', { timeout: 120_000 }, () => {
  const encoders = {
    mp4: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '2', '-g', '60'],
    webm: ['-c:v', 'libvpx', '-deadline', 'realtime', '-g', '60'],
  };

  it.each(Object.entries(encoders))(
    'of a .%s: the same ones at once and in parts',
    async (ending, encoder) => {
      const path = await shop.clip(`sampled.${ending}`, ...moving('96x72', 6, 25), ...encoder);
      const read = (sample: Sampling) => readAll(path, { sample });
      const all = await read({ perSecond: 2 });
      expect(times(all.frames)).toEqual(
        Array.from({ length: 12 }, (_, i) => [0, 520][i % 2]! + 1000 * (i >> 1)),
      );
      expect(all.info.warnings).toEqual([]);
      for (const left of [0, 4, 7]) {
        const rest = await read({ perSecond: 2, afterMs: all.frames[left]!.timeMs });
        expect(times(rest.frames)).toEqual(times(all.frames).slice(left + 1));
        expect(bytes(rest.frames)).toEqual(bytes(all.frames.slice(left + 1)));
      }
      expect((await read({ perSecond: 2, afterMs: 60_000 })).frames).toEqual([]);
      expect(times((await read({ perSecond: 1000 })).frames)).toHaveLength(150);
    },
  );

  it('of a folder of pictures, by its nominal rate', async () => {
    await shop.clip('still-%02d.png', ...moving('64x48', 1, 25));
    const { frames } = await readAll(shop.folder, { sample: { perSecond: 5, afterMs: 200 }, fps: 25 });
    expect(times(frames)).toEqual([400, 600, 800]);
  });

  it('keeps the shape of the field, and never enlarges', async () => {
    const path = await shop.clip('shape.mp4', ...moving('192x108', 0.2), ...encoders.mp4);
    const small = await readAll(path, { longest: 96 });
    expect(small.frames[0]).toMatchObject({ width: 96, height: 54 });
    expect(small.frames[0]?.rgb).toHaveLength(96 * 54 * 3);
    expect((await readAll(path, { longest: 640 })).frames[0]).toMatchObject({ width: 192, height: 108 });
    const still = await shop.clip('shape.png', ...moving('64x48', 0.04), '-frames:v', '1');
    const picture = await loadPicture(still, { width: 8, height: 8, longest: 32 });
    expect(picture).toMatchObject({ width: 32, height: 24, pictureWidth: 64 });
  });
});
