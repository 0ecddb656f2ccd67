import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { HaustraError } from '@haustra/domain';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeOverlay } from '../src/index.js';
import { leftovers, moving, ownFfmpegs, readAll, type Workshop, workshop } from './clips.js';

/** Damaged files: each gives frames or one clear sentence, in time, and leaves nothing behind. */
const COUNT = Number(process.env.HAUSTRA_MUTATIONS ?? 60);
const LIMIT_MS = Number(process.env.HAUSTRA_MUTATION_LIMIT_MS ?? 10_000);

let shop: Workshop;
const seeds: string[] = [];

/** Numbers that look random and are the same on every run. */
function random(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822507) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

beforeAll(async () => {
  shop = await workshop();
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '5'];
  seeds.push(await shop.clip('a.mp4', ...moving('96x72', 0.6), ...h264, '-movflags', '+faststart'));
  seeds.push(await shop.clip('a.mkv', ...moving('96x72', 0.6), ...h264));
  seeds.push(await shop.clip('a.avi', ...moving('96x72', 0.6), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p'));
  seeds.push(await shop.clip('a.ts', ...moving('96x72', 0.6), '-c:v', 'mpeg2video'));
  for (const ending of ['jpg', 'png', 'webp', 'tif']) {
    const noise = { type: 'gaussian' as const, mean: 120, sigma: 40 };
    const path = shop.path(`a.${ending}`);
    await sharp({ create: { width: 96, height: 72, channels: 3, background: '#000', noise } }).toFile(path);
    seeds.push(path);
  }
  seeds.push(await shop.clip('a.bmp', '-i', shop.path('a.png')));
  await shop.tool('img2dcm', shop.path('a.jpg'), shop.path('j.dcm')).then(
    async () => {
      seeds.push(shop.path('j.dcm'));
      await shop.tool('dcmdjpeg', shop.path('j.dcm'), shop.path('n.dcm'));
      await shop.tool('dcmcrle', shop.path('n.dcm'), shop.path('r.dcm'));
      seeds.push(shop.path('n.dcm'), shop.path('r.dcm'));
    },
    () => console.warn('skipped: damaged DICOM files (apt-get install dcmtk)'),
  );
}, 300_000);
afterAll(() => shop.close());

/** Bytes flipped, a piece cut out, the end cut off, a piece put in elsewhere, or a run of one value. */
function mutate(bytes: Buffer, below: (n: number) => number): Buffer {
  const at = below(bytes.length);
  const length = 1 + below(Math.max(1, Math.min(2000, bytes.length - at)));
  switch (below(5)) {
    case 0: {
      const out = Buffer.from(bytes);
      for (let i = 0; i < 1 + below(40); i += 1) out[below(out.length)] = below(256);
      return out;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 2:
      return bytes.subarray(0, at);
    case 3: {
      const from = below(bytes.length);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + length), bytes.subarray(at)]);
    }
    default: {
      const out = Buffer.from(bytes);
      return out.fill(below(2) * 255, at, at + length);
    }
  }
}

async function attempt(path: string): Promise<'frames' | 'refused'> {
  try {
    const { info, frames } = await readAll(path);
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(frame.rgb.length).toBe(32 * 24 * 3);
    const times = frames.map((f) => f.timeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(info.warnings.every((w) => w.endsWith('.'))).toBe(true);
    return 'frames';
  } catch (thrown) {
    if (!(thrown instanceof HaustraError)) throw thrown;
    expect(thrown.sentence.length).toBeLessThan(400);
    expect(thrown.sentence).not.toContain(shop.folder);
    return 'refused';
  }
}

it(
  `${COUNT} damaged files give frames or one clear sentence`,
  async () => {
    const before = await leftovers();
    const tally = { frames: 0, refused: 0 };
    let slowest = 0;
    await mkdir(shop.path('damaged'));
    for (let n = 0; n < COUNT; n += 1) {
      const below = random(n + 1);
      const seed = seeds[n % seeds.length]!;
      const path = shop.path(`damaged/${n}${extname(seed)}`);
      await writeFile(path, mutate(await readFile(seed), below));
      const begin = performance.now();
      tally[await attempt(path)] += 1;
      slowest = Math.max(slowest, performance.now() - begin);
      expect(await ownFfmpegs(), `file ${n}`).toEqual([]);
    }
    console.log(
      `damaged files: ${tally.frames} gave frames, ${tally.refused} were refused, slowest ${Math.round(slowest)} ms`,
    );
    expect(slowest).toBeLessThan(LIMIT_MS);
    expect((await leftovers()).filter((name) => !before.includes(name))).toEqual([]);
  },
  COUNT * 10_000 + 60_000,
);

it('a damaged recording leaves no half-written video', async () => {
  const { info } = await readAll(seeds[0]!);
  const bytes = await readFile(seeds[0]!);
  const path = shop.path('half.mp4');
  await writeFile(path, bytes.subarray(0, 600));
  const out = shop.path('half-out/overlay.mp4');
  await expect(encodeOverlay({ source: path, info, out, marks: [] })).rejects.toBeInstanceOf(HaustraError);
  expect(await readFile(out).catch(() => null)).toBeNull();
}, 120_000);
