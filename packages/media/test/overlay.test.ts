import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ms, type ShownLesion } from '@haustra/domain';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeOverlay, openSource, savePhoto } from '../src/index.js';
import { leftovers, ownFfmpegs, readAll, type Workshop, workshop } from './clips.js';

const run = promisify(execFile);
let shop: Workshop;
let grey = '';
beforeAll(async () => {
  shop = await workshop();
  const times = [
    '-vf',
    "settb=1/1000,setpts='if(lt(N,5),N*40,N*40+300)'",
    '-vsync',
    'vfr',
    '-enc_time_base',
    '1:1000',
  ];
  const shade = 'color=0x808080:s=320x240:r=25:d=0.4';
  grey = await shop.clip(
    'grey.mkv',
    '-f',
    'lavfi',
    '-i',
    shade,
    ...times,
    '-c:v',
    'ffv1',
    '-pix_fmt',
    'yuv420p',
  );
});
afterAll(() => shop.close());

const lesion: ShownLesion = {
  id: 1,
  box: { x: 0.4, y: 0.4, w: 0.3, h: 0.3 },
  score: 0.93,
  outline: [],
  neoplastic: 0.9,
  call: 'neoplastic',
  held: false,
  firstMs: ms(0),
};

interface Packet {
  readonly pts_time: string;
}
async function facts(path: string) {
  const entries = 'stream=codec_name,pix_fmt,width,height:packet=pts_time';
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', path]);
  const read = JSON.parse(stdout) as { streams: unknown[]; packets: Packet[] };
  return {
    stream: read.streams[0],
    times: read.packets.map((p) => Math.round(Number(p.pts_time) * 1000)).sort((a, b) => a - b),
  };
}

/** Pixels of one frame that differ clearly from the flat grey of the clip: what was drawn. */
async function drawnAt(path: string, frame: number, name: string): Promise<number> {
  const png = await shop.clip(name, '-i', path, '-vf', `select=eq(n\\,${frame})`, '-frames:v', '1');
  const { data } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let drawn = 0;
  for (let i = 0; i < data.length; i += 3) {
    if (Math.max(...[0, 1, 2].map((c) => Math.abs(data[i + c]! - 128))) > 50) drawn += 1;
  }
  return drawn;
}

describe('the annotated video', { timeout: 400_000 }, () => {
  it('is H.264 that plays everywhere, with each frame at its own time and its own marks', async () => {
    const { info, frames } = await readAll(grey);
    const times = frames.map((f) => f.timeMs as number);
    const marks = times.map((timeMs, i) => ({
      timeMs,
      endMs: times[i + 1] ?? timeMs + 40,
      lesions: i >= 4 && i < 7 ? [lesion] : [],
    }));
    const out = shop.path('out/overlay.mp4');
    const progress: number[] = [];
    await encodeOverlay({ source: grey, info, out, marks, onProgress: (f) => progress.push(f) });
    const made = await facts(out);
    expect(made.stream).toEqual({ codec_name: 'h264', pix_fmt: 'yuv420p', width: 320, height: 240 });
    expect(made.times).toEqual(times);
    expect(progress.at(-1)).toBe(1);
    const drawn: number[] = [];
    for (let i = 0; i < times.length; i += 1) drawn.push(await drawnAt(out, i, `frame${i}.png`));
    expect(drawn.map((n) => n > 150)).toEqual(times.map((_, i) => i >= 4 && i < 7));
    expect(await readdir(shop.path('out'))).toEqual(['overlay.mp4']);
  });

  it('is made of a folder of frames too, of odd and mixed sizes', async () => {
    const folder = shop.path('frames');
    await mkdir(folder);
    for (let i = 1; i <= 4; i += 1) {
      const background = { r: 128, g: 128, b: 128 };
      const size = { width: i === 3 ? 91 : 161, height: 121, channels: 3 as const, background };
      await sharp({ create: size }).png().toFile(`${folder}/f${i}.png`);
    }
    const { info } = await readAll(folder);
    const out = shop.path('folder.mp4');
    await encodeOverlay({ source: folder, info, out, marks: [{ timeMs: 0, endMs: 160, lesions: [lesion] }] });
    const made = await facts(out);
    expect(made.times).toEqual([0, 40, 80, 120]);
    expect(made.stream).toMatchObject({ width: 162, height: 122 });
    expect(await drawnAt(out, 2, 'third.png')).toBeGreaterThan(100);
  });

  it('leaves nothing behind when it is stopped or fails', async () => {
    const { info } = await readAll(grey);
    const before = await leftovers();
    const stop = new AbortController();
    const out = shop.path('stopped/overlay.mp4');
    async function* marks() {
      yield { timeMs: 0, endMs: 40, lesions: [lesion] };
      stop.abort();
    }
    await expect(
      encodeOverlay({ source: grey, info, out, marks: marks(), signal: stop.signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    await writeFile(shop.path('bad.mp4'), 'not a video');
    await expect(encodeOverlay({ source: shop.path('bad.mp4'), info, out, marks: [] })).rejects.toMatchObject(
      { code: 'unreadable' },
    );
    expect(await readdir(shop.path('stopped'))).toEqual([]);
    expect(await ownFfmpegs()).toEqual([]);
    expect((await leftovers()).filter((n) => !before.includes(n))).toEqual([]);
  });
});

describe('photos', { timeout: 200_000 }, () => {
  it('are the very frame, at full size', async () => {
    const count = "geq=lum='20+N*20':cb=128:cr=128";
    const clip = await shop.clip(
      'count.mp4',
      '-f',
      'lavfi',
      '-i',
      'color=black:s=64x48:r=25:d=0.4',
      '-vf',
      count,
      '-c:v',
      'libx264',
      '-crf',
      '1',
      '-bf',
      '2',
    );
    const source = await openSource(clip, { width: 8, height: 8 });
    const frames = [];
    for await (const frame of source.frames()) frames.push(frame);
    for (const index of [0, 4, 9]) {
      const out = shop.path(`photos/${index}.jpg`);
      await savePhoto({ source: clip, atMs: frames[index]!.timeMs, out });
      const { data, info } = await sharp(out).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([64, 48]);
      expect(Math.abs(data[0]! - frames[index]!.rgb[0]!)).toBeLessThan(6);
    }
    const boxed = shop.path('photos/boxed.jpg');
    await savePhoto({ source: clip, atMs: 0, out: boxed, box: { x: 0.25, y: 0.25, w: 0.5, h: 0.5 } });
    const { data } = await sharp(boxed).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(data[(12 * 64 + 32) * 3]!).toBeGreaterThan(100);
    expect(data[(24 * 64 + 32) * 3]!).toBeLessThan(60);
  });

  it('are refused beyond the end, and nothing is written', async () => {
    const out = shop.path('late.jpg');
    await expect(savePhoto({ source: grey, atMs: 60_000, out })).rejects.toMatchObject({
      code: 'unreadable',
    });
    expect(existsSync(out)).toBe(false);
  });
});
