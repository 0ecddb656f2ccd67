import { createHash } from 'node:crypto';
import type { Rect } from '@haustra/domain';
import { findFieldOver } from '../field/find.js';
import type { FieldPicture } from '../field/picture.js';
import { runChild } from '../tools/child.js';
import { passthroughOption, type ToolFound } from '../tools/find.js';
import type { VideoFacts } from '../tools/probe.js';
import { sampleFilters, sampleSize } from './filters.js';

const SAMPLES = 8;
const FEW = 3;
const SHORT_SECONDS = 20;
const TIMEOUT_MS = 20_000;
/** Two at a time: on a small machine more only queue. */
const TOGETHER = 2;

/** Cuts FFmpeg's output into pictures; a torn last one is left out. */
export function cutPictures(bytes: Buffer, size: { width: number; height: number }): FieldPicture[] {
  const each = size.width * size.height * 3;
  return Array.from({ length: Math.floor(bytes.length / each) }, (_, i) => ({
    ...size,
    data: bytes.subarray(i * each, (i + 1) * each),
    channels: 3 as const,
  }));
}

interface Place {
  readonly seconds: number;
  readonly frames: number;
  /** Exactly there, decoding from the key frame before; else that key frame itself, which costs next to nothing. */
  readonly exact: boolean;
}

/** Small pictures from one place of a recording; none where it cannot be read there. */
async function picturesAt(
  ffmpeg: ToolFound,
  input: readonly string[],
  facts: VideoFacts,
  at: Place,
  signal: AbortSignal | undefined,
): Promise<FieldPicture[]> {
  const seek = at.seconds > 0 ? ['-ss', at.seconds.toFixed(3)] : [];
  const args = [
    ...['-v', 'error', '-nostdin', '-threads', '1'],
    ...[...(at.exact ? [] : ['-noaccurate_seek']), ...seek, ...input],
    ...['-map', `0:${facts.stream}`, '-an', '-sn', '-dn', '-frames:v', String(at.frames)],
    ...['-vf', sampleFilters(facts).join(','), ...passthroughOption(ffmpeg), '-f', 'rawvideo', 'pipe:1'],
  ];
  const run = await runChild(ffmpeg.path, args, { timeoutMs: TIMEOUT_MS, signal });
  return cutPictures(run.stdout, sampleSize(facts));
}

/** How many of the pictures differ: a recording with few key frames gives the same one again and again. */
function distinct(pictures: readonly FieldPicture[]): number {
  return new Set(pictures.map((p) => createHash('sha1').update(p.data).digest('base64'))).size;
}

/**
 * Looks at about eight pictures spread through a recording and finds the visible field in what is lit in any of them.
 * Null when all of them are too dark to say, or none could be read.
 */
export async function fieldOfRecording(
  ffmpeg: ToolFound,
  input: readonly string[],
  facts: VideoFacts,
  signal: AbortSignal | undefined,
): Promise<Rect | null> {
  const seconds = (facts.durationMs ?? 0) / 1000;
  const spread = (n: number, exact: boolean): Place[] =>
    Array.from({ length: n }, (_, i) => ({ seconds: ((i + 0.5) / n) * seconds, frames: 1, exact }));
  const look = async (places: readonly Place[]) => {
    const pictures: FieldPicture[] = [];
    for (let i = 0; i < places.length && signal?.aborted !== true; i += TOGETHER) {
      const now = places.slice(i, i + TOGETHER);
      const found = await Promise.all(now.map((at) => picturesAt(ffmpeg, input, facts, at, signal)));
      pictures.push(...found.flat());
    }
    return pictures;
  };
  if (seconds < 1) return findFieldOver(await look([{ seconds: 0, frames: SAMPLES, exact: true }]));
  const pictures = await look(spread(SAMPLES, false));
  // Few key frames: some exact places more, where the way to them is not long.
  if (distinct(pictures) < FEW && seconds <= SHORT_SECONDS) pictures.push(...(await look(spread(FEW, true))));
  return findFieldOver(pictures);
}
