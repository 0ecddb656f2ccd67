import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ShadowSummarySchema } from '@haustra/learning';
import { findTools } from '@haustra/media';
import { phantomClipPath } from '@haustra/phantom';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { organSpoilt, showing, variant } from '../testing/labelled.js';
import { makeSite, pixels, type Site } from '../testing/site.js';
import { shadowExam } from './shadow.js';

let site: Site;
let folder: string;
beforeEach(async () => {
  site = await makeSite([]);
  folder = await mkdtemp(join(tmpdir(), 'haustra-shadow-'));
});
afterEach(async () => {
  await site.remove();
  await rm(folder, { recursive: true, force: true });
});

const run = (
  candidate: string,
  signal = new AbortController().signal,
  breathe = async (): Promise<void> => undefined,
) =>
  shadowExam({
    current: { name: 'a', folder: site.shipped },
    candidate: { name: 'b', folder: candidate },
    exam: 'live-1',
    examFolder: folder,
    signal,
    breathe,
  });

async function photos(count: number): Promise<void> {
  await mkdir(join(folder, 'photos'));
  for (let n = 0; n < count; n++) {
    const rgb = pixels({ look: n, lesion: n % 2 === 0 ? 200 : 0 });
    // At the size of a photo, so that JPEG keeps what each cell says.
    await sharp(rgb, { raw: { width: 16, height: 16, channels: 3 } })
      .resize(512, 512, { kernel: 'nearest' })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toFile(join(folder, 'photos', `photo-${n}.jpg`));
  }
}

describe('a candidate on an ended examination', { timeout: 120_000 }, () => {
  it('agrees with itself on every photo', async () => {
    await photos(6);
    const line = await run(await variant(site.shipped, join(folder, 'same'), '0.2.0'));
    expect(line).toMatchObject({
      exam: 'live-1',
      current: 'a',
      candidate: 'b',
      frames: 6,
      agreement: 1,
      more: 0,
    });
    expect(ShadowSummarySchema.parse(line).lesions).toMatchObject({ both: 3, lost: 0, new: 0 });
  });

  it('is told by the photos on which it differs', async () => {
    await photos(6);
    const line = ShadowSummarySchema.parse(
      await run(await variant(site.shipped, join(folder, 'blind'), '0.2.0', showing(0.99))),
    );
    expect(line).toMatchObject({ agreement: 0.5, organ: 1, lesions: { agreement: 0.5, lost: 3 } });
    expect(line.differences.map(({ what, file, fromMs }) => [what, file, fromMs])).toEqual([
      ['lost', 'photos/photo-0.jpg', null],
      ['lost', 'photos/photo-2.jpg', null],
      ['lost', 'photos/photo-4.jpg', null],
    ]);
    const spoilt = await variant(site.shipped, join(folder, 'spoilt'), '0.3.0', organSpoilt);
    expect(await run(spoilt)).toMatchObject({ organ: 0, agreement: 0 });
  });

  it('has nothing to say of an examination without a picture', async () => {
    expect(await run(site.shipped)).toBeNull();
  });

  it('looks at five frames a second of a recording, rests when it must, and stops when asked', async () => {
    const { ffmpeg } = await findTools();
    const recording = join(folder, 'recording-001.webm');
    const args = [
      '-v',
      'error',
      '-t',
      '3',
      '-i',
      fileURLToPath(phantomClipPath()),
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
    ];
    await promisify(execFile)(ffmpeg!.path, [...args, '-b:v', '1M', '-an', recording]);
    let breaths = 0;
    const breathe = async () => {
      breaths++;
    };
    const line = ShadowSummarySchema.parse(await run(site.shipped, new AbortController().signal, breathe));
    expect(line.frames).toBeGreaterThanOrEqual(14);
    expect(line.frames).toBeLessThanOrEqual(16);
    expect(line.agreement).toBe(1);
    expect(breaths).toBe(line.frames);
    await expect(run(site.shipped, AbortSignal.abort())).rejects.toThrow();
  });
});
