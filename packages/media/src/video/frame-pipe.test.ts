import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { FramePipe } from './frame-pipe.js';

const line = (n: number, us: number | 'NOPTS') => `frame:${n}    pts:${us}  pts_time:0\nh=1\n`;

function pipes(dropOldest = false) {
  const pictures = new PassThrough();
  const times = new PassThrough();
  return { pictures, times, pipe: new FramePipe(pictures, times, 6, dropOldest) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('FramePipe', () => {
  it('joins pictures and times, however the bytes are cut', async () => {
    const { pictures, times, pipe } = pipes();
    times.write(`${line(0, 0)}frame:1    pts:40`);
    pictures.write(Buffer.from([1, 1, 1, 1]));
    pictures.write(Buffer.from([1, 1, 2, 2, 2, 2, 2, 2, 3]));
    expect(await pipe.next(1000)).toEqual({ rgb: Buffer.alloc(6, 1), timeUs: 0 });
    times.end(`000  pts_time:0\nh=1\n${line(2, 'NOPTS')}`);
    expect(await pipe.next(1000)).toEqual({ rgb: Buffer.alloc(6, 2), timeUs: 40_000 });
    pictures.end(Buffer.alloc(5, 3));
    expect(await pipe.next(1000)).toEqual({ rgb: Buffer.alloc(6, 3), timeUs: null });
    expect(await pipe.next(1000)).toBeNull();
  });

  it('leaves a torn last picture out', async () => {
    const { pictures, times, pipe } = pipes();
    times.end(line(0, 0));
    pictures.end(Buffer.alloc(4));
    expect(await pipe.next(1000)).toBeNull();
  });

  it('says when nothing comes', async () => {
    const { pipe } = pipes();
    expect(await pipe.next(30)).toBe('stalled');
  });

  it('holds the pictures back after two', async () => {
    const { pictures, times, pipe } = pipes();
    for (let n = 0; n < 6; n += 1) {
      times.write(line(n, n));
      pictures.write(Buffer.alloc(6, n));
      await settle();
    }
    expect(pictures.readableLength).toBeGreaterThanOrEqual(24);
    for (let n = 0; n < 6; n += 1)
      expect(await pipe.next(1000)).toEqual({ rgb: Buffer.alloc(6, n), timeUs: n });
    expect(pipe.dropped).toBe(0);
  });

  it('drops the oldest of a stream that nobody reads', async () => {
    const { pictures, times, pipe } = pipes(true);
    for (let n = 0; n < 6; n += 1) {
      times.write(line(n, n));
      await settle();
      pictures.write(Buffer.alloc(6, n));
      await settle();
    }
    expect(await pipe.next(1000)).toEqual({ rgb: Buffer.alloc(6, 4), timeUs: 4 });
    expect(pipe.dropped).toBe(4);
  });
});
