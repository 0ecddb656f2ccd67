import { readFile, truncate, writeFile } from 'node:fs/promises';
import { HaustraError } from '@haustra/domain';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../src/index.js';
import { meanColour, moving, ownFfmpegs, readAll, type Workshop, workshop } from './clips.js';

let shop: Workshop;
beforeAll(async () => {
  shop = await workshop();
});
afterAll(() => shop.close());
afterEach(async () => {
  expect(await ownFfmpegs(), 'child processes left behind').toEqual([]);
});

const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const times = (frames: readonly { timeMs: number }[]) => frames.map((f) => f.timeMs);

async function refusal(promise: Promise<unknown>): Promise<HaustraError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(HaustraError);
  const error = thrown as HaustraError;
  expect(error.sentence).toMatch(error.code === 'cancelled' ? /^.+: .+\.$/ : /^.+: .+\. .+\.$/s);
  expect(error.sentence).not.toContain(shop.folder);
  return error;
}

describe('video files', { timeout: 300_000 }, () => {
  it('gives every frame once, in order, with its time and its own bytes', async () => {
    const path = await shop.clip('plain.mp4', ...moving('96x72', 1), ...h264, '-bf', '2');
    const { info, frames } = await readAll(path);
    expect(info).toMatchObject({
      kind: 'recording',
      name: 'plain.mp4',
      width: 96,
      height: 72,
      frames: 25,
      fps: 25,
    });
    expect(info.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(info.warnings).toEqual([]);
    expect(frames.map((f) => f.id)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect(times(frames)).toEqual(Array.from({ length: 25 }, (_, i) => i * 40));
    expect(frames.every((f) => f.rgb.length === 32 * 24 * 3)).toBe(true);
    expect(new Set(frames.map((f) => f.rgb.buffer)).size).toBe(25);
  });

  it('keeps the times of a variable frame rate', async () => {
    const uneven = "settb=1/1000,setpts='N*40+if(gt(N,3),500,0)+mod(N,3)*7'";
    const path = await shop.clip(
      'vfr.mkv',
      ...moving('96x72', 0.4),
      '-vf',
      uneven,
      '-vsync',
      'vfr',
      '-enc_time_base',
      '1:1000',
      ...h264,
    );
    const { frames } = await readAll(path);
    const expected = Array.from({ length: 10 }, (_, i) => i * 40 + (i > 3 ? 500 : 0) + (i % 3) * 7);
    expect(times(frames)).toEqual(expected);
  });

  it('counts from the first moment of a file whose clock starts late', async () => {
    const path = await shop.clip('late.ts', ...moving('96x72', 0.2), ...h264, '-output_ts_offset', '100');
    const { frames } = await readAll(path);
    expect(frames[0]?.timeMs).toBeLessThan(100);
    expect(times(frames).map((t) => Math.round(t - frames[0]!.timeMs))).toEqual([0, 40, 80, 120, 160]);
  });

  it('turns a rotated picture upright', async () => {
    const half = 'color=red:s=96x72:d=0.2,drawbox=x=0:y=0:w=96:h=36:color=blue:t=fill';
    const flat = await shop.clip('flat.mp4', '-f', 'lavfi', '-i', half, ...h264);
    const path = await shop.clip('turned.mp4', '-i', flat, '-metadata:s:v:0', 'rotate=90', '-c', 'copy');
    const { info, frames } = await readAll(path);
    expect([info.width, info.height]).toEqual([72, 96]);
    const [left, right] = [0, 16].map((x) => meanColour(frames[0]!, { x: x + 2, y: 2, w: 12, h: 20 }));
    // Blue was on top; turned by a quarter it is at one side.
    expect(Math.abs(left![2] - right![2])).toBeGreaterThan(150);
  });

  it('reads 10-bit, 4:2:2 and odd sizes', async () => {
    const ten = await shop.clip(
      'ten.mp4',
      ...moving('98x74', 0.2),
      '-c:v',
      'libx265',
      '-pix_fmt',
      'yuv420p10le',
      '-x265-params',
      'log-level=none',
      '-preset',
      'ultrafast',
    );
    const odd = ['-vf', 'scale=97:71', '-c:v', 'ffv1', '-pix_fmt', 'yuv444p10le'];
    const wide = await shop.clip('odd.mkv', ...moving('96x72', 0.2), ...odd);
    for (const [path, width] of [
      [ten, 98],
      [wide, 97],
    ] as const) {
      const { info, frames } = await readAll(path);
      expect(info.width).toBe(width);
      expect(frames).toHaveLength(5);
      expect(meanColour(frames[0]!).every((v) => v > 40 && v < 220)).toBe(true);
    }
  });

  it('joins the lines of interlaced video', async () => {
    const weave = 'tinterlace=interleave_top,fieldorder=tff';
    const path = await shop.clip(
      'lines.mpg',
      ...moving('96x80', 0.4, 50),
      '-vf',
      weave,
      '-c:v',
      'mpeg2video',
      '-flags',
      '+ilme+ildct',
      '-q:v',
      '3',
    );
    const { frames } = await readAll(path);
    expect(frames.length).toBeGreaterThanOrEqual(8);
    const steps = times(frames)
      .slice(1)
      .map((t, i) => Math.round(t - frames[i]!.timeMs));
    expect(new Set(steps)).toEqual(new Set([40]));
  });

  it('cuts out the field and hands its rectangle on', async () => {
    const circle =
      "color=black:s=160x120:d=0.4,geq=r='if(lt(hypot(X-90,Y-60),50),200,0)':g='if(lt(hypot(X-90,Y-60),50),110,0)':b='if(lt(hypot(X-90,Y-60),50),90,0)'";
    const path = await shop.clip('circle.mp4', '-f', 'lavfi', '-i', circle, ...h264, '-crf', '10');
    const { field, frames } = await readAll(path);
    expect(field.x).toBeCloseTo(40 / 160, 1);
    expect(field.w).toBeCloseTo(100 / 160, 1);
    expect(field.h).toBeCloseTo(100 / 120, 1);
    expect(frames[0]?.field).toEqual(field);
    expect(meanColour(frames[0]!)[0]).toBeGreaterThan(140);
  });

  it('reads a picture of one pixel, and one of 8K', async () => {
    await writeFile(shop.path('dot.raw'), Buffer.alloc(6, 255));
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-video_size', '1x1', '-i', shop.path('dot.raw')];
    const dot = await shop.clip('dot.mkv', ...raw, '-c:v', 'ffv1', '-pix_fmt', 'bgr0');
    expect((await readAll(dot)).frames).toHaveLength(2);
    const large = await shop.clip(
      '8k.mkv',
      '-f',
      'lavfi',
      '-i',
      'color=white:s=7680x4320:d=0.04',
      '-c:v',
      'mjpeg',
      '-pix_fmt',
      'yuvj420p',
    );
    const { info, frames } = await readAll(large);
    expect([info.width, frames.length]).toEqual([7680, 1]);
  });

  it('gives what a cut-off file still holds, and says so', async () => {
    const path = await shop.clip('cut.ts', ...moving('160x120', 2), ...h264, '-g', '5');
    const size = (await readFile(path)).length;
    await truncate(path, Math.floor(size * 0.6));
    const whole = await shop.clip('cut.mkv', ...moving('160x120', 2), ...h264, '-g', '5');
    await truncate(whole, Math.floor((await readFile(whole)).length * 0.6));
    for (const file of [path, whole]) {
      const { frames } = await readAll(file);
      expect(frames.length).toBeGreaterThan(15);
      expect(frames.length).toBeLessThan(50);
    }
    const damaged = await shop.clip(
      'hit.mp4',
      ...moving('160x120', 2),
      ...h264,
      '-g',
      '5',
      '-movflags',
      '+faststart',
    );
    await truncate(damaged, Math.floor((await readFile(damaged)).length * 0.6));
    const { info, frames } = await readAll(damaged);
    expect(frames.length).toBeGreaterThan(15);
    expect(info.warnings.join()).toMatch(/damaged or cut off: \d+ of 50 frames/);
  });

  it('paces a recording by its times when asked', async () => {
    const path = await shop.clip('pace.mp4', ...moving('96x72', 0.6), ...h264);
    const source = await openSource(path, { width: 32, height: 24, realtime: true });
    const came: number[] = [];
    for await (const _ of source.frames()) came.push(performance.now());
    expect(came.at(-1)! - came[0]!).toBeGreaterThan(540);
  });
});

describe('refusals', { timeout: 300_000 }, () => {
  const open = (path: string) => openSource(path, { width: 32, height: 24 });

  it('says what is wrong in one sentence, and what to do', async () => {
    await writeFile(shop.path('empty.mp4'), '');
    await writeFile(shop.path('text.mp4'), 'Dear colleague, '.repeat(500));
    await writeFile(shop.path('text.ans'), '\u001b[31mred '.repeat(500));
    const sound = await shop.clip('sound.m4a', '-f', 'lavfi', '-i', 'sine=duration=0.3');
    const codes = async (path: string) => (await refusal(open(path))).code;
    expect(await codes(shop.path('nothing.mp4'))).toBe('not-found');
    expect(await codes(shop.path('empty.mp4'))).toBe('unreadable');
    expect(await codes(shop.path('text.mp4'))).toBe('unreadable');
    expect(await codes(shop.path('text.ans'))).toBe('unreadable');
    expect(await codes(sound)).toBe('no-picture');
    expect(await codes('http://example.invalid/a.mp4')).toBe('unsupported');
    expect(await codes('/dev/null/x')).toBe('not-found');
  });

  it('does not let a playlist reach for other files or the network', async () => {
    const inner = await shop.clip('inner.ts', ...moving('96x72', 0.2), ...h264);
    const list = `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/${inner}\n#EXT-X-ENDLIST\n`;
    await writeFile(shop.path('list.m3u8'), list);
    expect((await refusal(readAll(shop.path('list.m3u8')))).code).toBe('unreadable');
  });

  it('refuses a file without its index', async () => {
    const path = await shop.clip('headless.mp4', ...moving('96x72', 1), ...h264);
    await truncate(path, Math.floor((await readFile(path)).length * 0.5));
    expect((await refusal(open(path))).code).toBe('unreadable');
  });

  it('stops at once when told to, before, during and after', async () => {
    const path = await shop.clip('long.mp4', ...moving('320x240', 4), ...h264);
    const early = new AbortController();
    early.abort();
    const options = { width: 32, height: 24 };
    expect((await refusal(openSource(path, { ...options, signal: early.signal }))).code).toBe('cancelled');
    const later = new AbortController();
    const source = await openSource(path, { ...options, signal: later.signal });
    let seen = 0;
    const reading = (async () => {
      for await (const _ of source.frames()) {
        seen += 1;
        if (seen === 5) later.abort();
      }
    })();
    const thrown = await reading.catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'cancelled' });
    expect(seen).toBe(5);
    await source.close();
    await source.close();
  });

  it('ends FFmpeg when the reader leaves early', async () => {
    const path = await shop.clip('leave.mp4', ...moving('320x240', 4), ...h264);
    const source = await openSource(path, { width: 32, height: 24 });
    for await (const frame of source.frames()) if (frame.id === 3) break;
    expect(await ownFfmpegs()).toEqual([]);
    await expect(source.frames()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'internal' });
  });
});
