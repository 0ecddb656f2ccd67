import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPicture } from '../src/index.js';
import { leftovers, meanColour, moving, readAll, type Workshop, workshop } from './clips.js';

const size = { width: 32, height: 24 };
const dcmtk = ['/usr/bin/img2dcm', '/usr/local/bin/img2dcm'].some((p) => existsSync(p));
if (!dcmtk) console.warn('skipped: DICOM files made with DCMTK (apt-get install dcmtk)');

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});
afterAll(() => shop.close());

type Value = string | number | Uint8Array;
const LONG = new Set(['OB', 'OW', 'UN']);

/** One explicit little-endian element. */
function element(group: number, number: number, vr: string, value: Value): Buffer {
  let body = typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.alloc(2);
  if (typeof value === 'number') body.writeUInt16LE(value);
  else if (typeof value !== 'string') body = Buffer.from(value);
  if (body.length % 2 === 1)
    body = Buffer.concat([body, Buffer.from([vr === 'UI' || vr === 'OB' ? 0 : 0x20])]);
  const head = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (LONG.has(vr)) head.writeUInt32LE(body.length, 8);
  else head.writeUInt16LE(body.length, 6);
  return Buffer.concat([head, body]);
}

/** Pixel data in fragments, with an empty offset table. */
function encapsulated(fragments: readonly Uint8Array[]): Buffer {
  const item = (bytes: Uint8Array) => {
    const even = bytes.length % 2 === 0 ? Buffer.from(bytes) : Buffer.concat([bytes, Buffer.alloc(1)]);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(even.length, 4);
    return Buffer.concat([head, even]);
  };
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const end = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
  return Buffer.concat([head, item(Buffer.alloc(0)), ...fragments.map(item), end]);
}

interface Made {
  readonly syntax?: string;
  readonly frames?: number;
  readonly samples?: number;
  readonly photometric?: string;
  readonly planar?: number;
  readonly bits?: readonly [number, number];
  readonly frameTime?: string;
  readonly vector?: string;
  readonly width?: number;
  readonly height?: number;
  readonly pixels: Buffer;
}

/** A small secondary capture file of its own; DCMTK makes the rest. */
function dicom(made: Made): Buffer {
  const { syntax = '1.2.840.10008.1.2.1', frames = 1, samples = 3, photometric = 'RGB', planar = 0 } = made;
  const [allocated, stored] = made.bits ?? [8, 8];
  const meta = element(2, 0x10, 'UI', syntax);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    ...[element(2, 0, 'UL', length), meta],
    ...(made.frameTime === undefined ? [] : [element(0x18, 0x1063, 'DS', made.frameTime)]),
    ...(made.vector === undefined ? [] : [element(0x18, 0x1065, 'DS', made.vector)]),
    element(0x28, 2, 'US', samples),
    element(0x28, 4, 'CS', photometric),
    ...(samples > 1 ? [element(0x28, 6, 'US', planar)] : []),
    element(0x28, 8, 'IS', String(frames)),
    element(0x28, 0x10, 'US', made.height ?? 4),
    element(0x28, 0x11, 'US', made.width ?? 6),
    element(0x28, 0x100, 'US', allocated),
    element(0x28, 0x101, 'US', stored),
    element(0x28, 0x102, 'US', stored - 1),
    element(0x28, 0x103, 'US', 0),
    made.pixels,
  ]);
}

const flat = (rgb: readonly number[], n = 24) => Buffer.from(Array.from({ length: n }, () => rgb).flat());
const native = (bytes: Uint8Array) => element(0x7fe0, 0x10, 'OB', bytes);

async function colourOf(name: string, made: Made): Promise<number[]> {
  const path = shop.path(name);
  await writeFile(path, dicom(made));
  return meanColour(await loadPicture(path, size)).map(Math.round);
}

describe('DICOM pictures', { timeout: 120_000 }, () => {
  it('reads native pixels of every kind', async () => {
    expect(await colourOf('rgb.dcm', { pixels: native(flat([200, 100, 50])) })).toEqual([200, 100, 50]);
    const planes = Buffer.concat([flat([200]), flat([100]), flat([50])]);
    expect(await colourOf('planar.dcm', { planar: 1, pixels: native(planes) })).toEqual([200, 100, 50]);
    const ybr = { photometric: 'YBR_FULL', pixels: native(flat([76, 85, 255])) };
    expect(await colourOf('ybr.dcm', ybr)).toEqual([254, 0, 0]);
    const half = { photometric: 'YBR_FULL_422', pixels: native(flat([76, 76, 85, 255], 12)) };
    expect(await colourOf('422.dcm', half)).toEqual([254, 0, 0]);
    const grey = { samples: 1, photometric: 'MONOCHROME1', pixels: native(flat([55])) };
    expect(await colourOf('grey.dcm', grey)).toEqual([200, 200, 200]);
    const deep = {
      samples: 1,
      photometric: 'MONOCHROME2',
      bits: [16, 12] as const,
      pixels: native(flat([0xff, 0x07])),
    };
    expect(await colourOf('deep.dcm', deep)).toEqual([127, 127, 127]);
  });

  it('reads many frames with their own times', async () => {
    const frames = Buffer.concat([10, 120, 240].map((v) => flat([v, v, v])));
    const path = shop.path('multi.dcm');
    await writeFile(path, dicom({ frames: 3, vector: '0\\40\\60', pixels: native(frames) }));
    const read = await readAll(path);
    expect(read.frames.map((f) => f.timeMs)).toEqual([0, 40, 100]);
    expect(read.frames.map((f) => meanColour(f)[0])).toEqual([10, 120, 240]);
    await writeFile(path, dicom({ frames: 3, frameTime: '20', pixels: native(frames) }));
    expect((await readAll(path)).frames.map((f) => f.timeMs)).toEqual([0, 20, 40]);
  });

  it('reads baseline JPEG frames in fragments, with and without a colour transform', async () => {
    const jpeg = (v: number) =>
      sharp({ create: { width: 16, height: 16, channels: 3, background: { r: v, g: 40, b: 40 } } })
        .jpeg({ quality: 95 })
        .toBuffer();
    const pictures = await Promise.all([60, 150, 220].map(jpeg));
    const syntax = '1.2.840.10008.1.2.4.50';
    const made = { syntax, frames: 3, photometric: 'YBR_FULL_422', width: 16, height: 16 };
    const path = shop.path('jpeg.dcm');
    await writeFile(path, dicom({ ...made, pixels: encapsulated(pictures) }));
    const whole = await readAll(path);
    // Each picture in two fragments.
    const cut = pictures.flatMap((p) => [p.subarray(0, 200), p.subarray(200)]);
    await writeFile(path, dicom({ ...made, pixels: encapsulated(cut) }));
    for (const read of [whole, await readAll(path)]) {
      expect(read.frames.map((f) => Math.round(meanColour(f)[0] / 10) * 10)).toEqual([60, 150, 220]);
    }
  });

  it('takes the video out of a DICOM file, and cleans up behind itself', async () => {
    const video = await shop.clip(
      'in.mp4',
      ...moving('96x72', 0.4),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-pix_fmt',
      'yuv420p',
    );
    const bytes = await readFile(video);
    const path = shop.path('video.dcm');
    const syntax = '1.2.840.10008.1.2.4.102';
    await writeFile(
      path,
      dicom({
        syntax,
        frames: 10,
        width: 96,
        height: 72,
        pixels: encapsulated([bytes.subarray(0, 1000), bytes.subarray(1000)]),
      }),
    );
    const before = await leftovers();
    const { info, frames } = await readAll(path);
    expect(info.name).toBe('video.dcm');
    expect(frames.map((f) => f.timeMs)).toEqual(Array.from({ length: 10 }, (_, i) => i * 40));
    const still = await loadPicture(path, size);
    expect(still.pictureWidth).toBe(96);
    expect((await leftovers()).filter((n) => !before.includes(n))).toEqual([]);
  });

  it('refuses what is damaged, cut off, without picture, or unknown', async () => {
    const good = dicom({ pixels: native(flat([200, 100, 50])) });
    const cases: [string, Buffer, string][] = [
      ['short.dcm', good.subarray(0, good.length - 30), 'unreadable'],
      ['head.dcm', good.subarray(0, 140), 'unreadable'],
      ['text.dcm', Buffer.from('no dicom at all'), 'unreadable'],
      ['empty.dcm', dicom({ pixels: Buffer.alloc(0) }), 'no-picture'],
      ['odd.dcm', dicom({ syntax: '1.2.3.4', pixels: native(flat([1, 2, 3])) }), 'unsupported'],
      ['zero.dcm', dicom({ width: 0, pixels: native(flat([1, 2, 3])) }), 'unreadable'],
      [
        'rle.dcm',
        dicom({ syntax: '1.2.840.10008.1.2.5', pixels: encapsulated([Buffer.alloc(100)]) }),
        'unreadable',
      ],
      [
        'j2k.dcm',
        dicom({ syntax: '1.2.840.10008.1.2.4.90', pixels: encapsulated([Buffer.alloc(100)]) }),
        'unreadable',
      ],
    ];
    for (const [name, bytes, code] of cases) {
      await writeFile(shop.path(name), bytes);
      await expect(loadPicture(shop.path(name), size), name).rejects.toMatchObject({ code, where: name });
    }
  });

  it.skipIf(!dcmtk)(
    'reads what DCMTK writes: baseline, lossless, RLE, deflated, big-endian, JPEG-LS',
    async () => {
      const data = Buffer.alloc(64 * 48 * 3, 230);
      for (let i = 0; i < 64 * 48; i += 1) if (i % 64 < 32) data.set([200, 60, 40], i * 3);
      await sharp(data, { raw: { width: 64, height: 48, channels: 3 } })
        .jpeg({ quality: 98, chromaSubsampling: '4:4:4' })
        .toFile(shop.path('k.jpg'));
      const base = shop.path('k.dcm');
      await shop.tool('img2dcm', shop.path('k.jpg'), base);
      const raw = shop.path('raw.dcm');
      await shop.tool('dcmdjpeg', base, raw);
      const make = async (name: string, program: string, ...args: string[]) => {
        await shop.tool(program, ...args, raw, shop.path(name));
        return shop.path(name);
      };
      const files = [
        base,
        raw,
        await make('base.dcm', 'dcmcjpeg', '+eb', '+cy'),
        await make('keep.dcm', 'dcmcjpeg', '+eb', '+cr'),
        await make('less.dcm', 'dcmcjpeg', '+e1'),
        await make('ls.dcm', 'dcmcjpls'),
        await make('rle2.dcm', 'dcmcrle'),
        await make('be.dcm', 'dcmconv', '+tb'),
        await make('im.dcm', 'dcmconv', '+ti'),
        await make('z.dcm', 'dcmconv', '+td'),
      ];
      for (const file of files) {
        const picture = await loadPicture(file, size);
        const [r, g, b] = meanColour(picture, { x: 2, y: 2, w: 12, h: 20 });
        expect(
          [Math.abs(r - 200) < 12, Math.abs(g - 60) < 14, Math.abs(b - 40) < 14],
          `${file}: ${r} ${g} ${b}`,
        ).toEqual([true, true, true]);
      }
    },
  );
});
