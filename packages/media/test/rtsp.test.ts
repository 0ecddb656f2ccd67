import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSource } from '../src/index.js';
import { moving, ownFfmpegs, type Workshop, workshop } from './clips.js';

const SERVER = fileURLToPath(new URL('./rtsp-server.py', import.meta.url));
const PYTHON = '/usr/bin/python3';
const there = spawnSync(PYTHON, [SERVER]).status === 0;
if (!there) {
  console.warn(
    'skipped: RTSP (apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good)',
  );
}

let shop: Workshop;
const servers: ChildProcess[] = [];
beforeAll(async () => {
  shop = await workshop();
});
afterAll(async () => {
  for (const server of servers) server.kill('SIGKILL');
  await shop.close();
});
afterEach(async () => {
  expect(await ownFfmpegs()).toEqual([]);
});

/** Starts a server that sends the clip; gives its address and the process. */
async function serve(clip: string) {
  const server = spawn(PYTHON, [SERVER, clip], { stdio: ['pipe', 'pipe', 'inherit'] });
  servers.push(server);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('exit', () => reject(new Error('the RTSP server ended')));
    server.stdout?.on('data', (text: Buffer) => {
      const found = /ready (\d+)/.exec(text.toString())?.[1];
      if (found !== undefined) resolve(Number(found));
    });
  });
  return { server, url: `rtsp://127.0.0.1:${port}/clip` };
}

const circle =
  "drawbox=t=fill:color=black,geq=r='if(lt(hypot(X-200,Y-120),100),200,0)':g='if(lt(hypot(X-200,Y-120),100),90+mod(N,50),0)':b='if(lt(hypot(X-200,Y-120),100),80,0)'";
const h264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-tune',
  'zerolatency',
  '-g',
  '5',
  '-pix_fmt',
  'yuv420p',
];

describe.skipIf(!there)('RTSP', { timeout: 300_000 }, () => {
  it('gives live frames with the field cut out, and says when the source is lost', async () => {
    const clip = await shop.clip('live.mp4', ...moving('320x240', 20, 10), '-vf', circle, ...h264);
    const { server, url } = await serve(clip);
    const source = await openSource(url.replace('rtsp://', 'rtsp://user:secret@'), { width: 32, height: 32 });
    expect(source.info).toMatchObject({
      kind: 'stream',
      width: 320,
      height: 240,
      frames: null,
      fingerprint: null,
    });
    expect(source.info.name).toBe(url);
    expect(source.field.x).toBeCloseTo(100 / 320, 1);
    expect(source.field.w).toBeCloseTo(200 / 320, 1);
    const times: number[] = [];
    const ids: number[] = [];
    const reading = (async () => {
      for await (const frame of source.frames()) {
        times.push(frame.timeMs);
        ids.push(frame.id);
        if (times.length === 15) server.kill('SIGKILL');
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'unreadable', where: url });
    expect(times.length).toBeGreaterThanOrEqual(15);
    expect(times[0]).toBe(0);
    const steps = times.slice(1).map((t, i) => t - times[i]!);
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('drops the oldest frames of a reader that is too slow, and the numbers show it', async () => {
    const clip = await shop.clip('fast.mp4', ...moving('160x120', 20, 25), ...h264);
    const { url } = await serve(clip);
    const stop = new AbortController();
    const source = await openSource(url, { width: 16, height: 16, signal: stop.signal });
    const ids: number[] = [];
    const reading = (async () => {
      for await (const frame of source.frames()) {
        ids.push(frame.id);
        await new Promise((resolve) => setTimeout(resolve, 250));
        if (ids.length === 8) stop.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(ids.at(-1)!).toBeGreaterThan(ids.length);
  });

  it('says when nobody answers', async () => {
    await expect(openSource('rtsp://127.0.0.1:9/none', { width: 8, height: 8 })).rejects.toMatchObject({
      code: 'unreadable',
    });
  });
});
