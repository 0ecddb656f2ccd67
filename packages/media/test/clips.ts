import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AnalysisFrame } from '@haustra/domain';
import { type OpenOptions, openSource, type SourceInfo } from '../src/index.js';

const run = promisify(execFile);

/** A folder of its own for one test file, and FFmpeg writing small clips into it. */
export async function workshop() {
  const folder = await mkdtemp(join(tmpdir(), 'haustra-media-test-'));
  // A temporary folder of its own: what is left in it, this test file has left.
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  process.env.TMPDIR = temporary;
  return {
    folder,
    path: (name: string) => join(folder, name),
    /** Runs FFmpeg with the arguments and gives the path of `name`. */
    async clip(name: string, ...args: string[]): Promise<string> {
      const path = join(folder, name);
      await run('ffmpeg', ['-v', 'error', '-y', ...args, path]);
      return path;
    },
    /** Runs another program, for example of DCMTK. */
    tool: (program: string, ...args: string[]) => run(program, args),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
export type Workshop = Awaited<ReturnType<typeof workshop>>;

/** FFmpeg's moving test picture as an input. */
export const moving = (size: string, seconds: number, rate = 25): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];

export interface Read {
  readonly info: SourceInfo;
  readonly frames: AnalysisFrame[];
  readonly field: { x: number; y: number; w: number; h: number };
}

/** Reads a source to its end. */
export async function readAll(spec: string, options: Partial<OpenOptions> = {}): Promise<Read> {
  const source = await openSource(spec, { width: 32, height: 24, ...options });
  try {
    const frames: AnalysisFrame[] = [];
    for await (const frame of source.frames()) frames.push(frame);
    return { info: source.info, frames, field: source.field };
  } finally {
    await source.close();
  }
}

/** Mean red, green and blue of a frame, or of a part of it in pixels. */
export function meanColour(
  { rgb, width, height }: Pick<AnalysisFrame, 'rgb' | 'width' | 'height'>,
  part = { x: 0, y: 0, w: width as number, h: height as number },
): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  for (let y = part.y; y < part.y + part.h; y += 1) {
    for (let x = part.x; x < part.x + part.w; x += 1) {
      for (const c of [0, 1, 2] as const) sum[c] += rgb[(y * width + x) * 3 + c] ?? 0;
    }
  }
  return sum.map((s) => s / (part.w * part.h)) as [number, number, number];
}

/** Processes started by this one that still run FFmpeg or ffprobe (Linux only; none elsewhere). */
export async function ownFfmpegs(): Promise<string[]> {
  if (!existsSync('/proc/self/task')) return [];
  const { readFile } = await import('node:fs/promises');
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
    const [, name = '', parent = ''] = /\((.*)\) \S (\d+)/.exec(stat) ?? [];
    if (Number(parent) === process.pid && /^ff(mpeg|probe)/.test(name)) found.push(`${pid} ${name}`);
  }
  return found;
}

/** Folders that sources and encoders leave in the temporary folder while they work. */
export async function leftovers(): Promise<string[]> {
  return readdir(tmpdir());
}
