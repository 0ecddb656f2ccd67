import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The numbered clip: every frame carries its own number as blocks, and the inverted number below for a check. */
export const NUMBERED = {
  width: 640,
  height: 512,
  columns: 5,
  rows: 4,
  block: 80,
  left: 120,
  top: 40,
} as const;
const BRIGHT = 220;
const DARK = 60;

/**
 * Makes a clip at 25 fps whose frame n shows the 10 bits of n as bright and dark blocks (two rows), then the same bits
 * inverted (two rows).
 * @throws Error with FFmpeg's words when it cannot
 */
export async function makeNumberedClip(path: string, frames: number): Promise<void> {
  const { width, height } = NUMBERED;
  const input = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${width}x${height}`, '-r', '25', '-i', '-'];
  const encode = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-g', '25'];
  const ffmpeg = spawn(
    'ffmpeg',
    ['-v', 'error', '-y', ...input, ...encode, '-movflags', '+faststart', path],
    {
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  let said = '';
  ffmpeg.stderr.on('data', (text) => {
    said += String(text);
  });
  const ended = once(ffmpeg, 'close');
  for (let n = 0; n < frames; n++) if (!ffmpeg.stdin.write(picture(n))) await once(ffmpeg.stdin, 'drain');
  ffmpeg.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`FFmpeg ended with ${code}: ${said}`);
}

/** Frame n, one byte of brightness a pixel. */
function picture(n: number): Buffer {
  const { width, height, columns, rows, block, left, top } = NUMBERED;
  const grey = Buffer.alloc(width * height, 140);
  const half = (columns * rows) / 2;
  for (let i = 0; i < columns * rows; i++) {
    const bit = ((n >> (i % half)) & 1) === 1;
    const level = bit === i < half ? BRIGHT : DARK;
    const x = left + block * (i % columns);
    const y = top + block * Math.floor(i / columns);
    for (let row = y; row < y + block; row++) grey.fill(level, row * width + x, row * width + x + block);
  }
  return grey;
}

/**
 * The number in a picture; null where a block is neither bright nor dark, or the check rows do not agree.
 * @param luma brightness 0..255 at a point of the clip's own picture (640 × 512)
 */
export function readNumber(luma: (x: number, y: number) => number): number | null {
  const { columns, rows, block, left, top } = NUMBERED;
  const middle = (BRIGHT + DARK) / 2;
  const read = (i: number) =>
    luma(left + block * ((i % columns) + 0.5), top + block * (Math.floor(i / columns) + 0.5)) > middle
      ? 1
      : 0;
  const half = (columns * rows) / 2;
  let number = 0;
  for (let i = 0; i < half; i++) {
    if (read(i) === read(i + half)) return null;
    number += read(i) << i;
  }
  return number;
}
