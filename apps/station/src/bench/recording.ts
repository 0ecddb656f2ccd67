import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HaustraError } from '@haustra/domain';
import { FFMPEG_HINT, findTools, openSource } from '@haustra/media';
import { phantomClipPath } from '@haustra/phantom';
import type { BenchMessages } from './messages/index.js';
import { REPOSITORY } from './repository.js';

const execute = promisify(execFile);

/** What a processor sends to a recorder: full HD, 50 pictures a second. */
const WIDTH = 1920;
const HEIGHT = 1080;
const FPS = 50;
const MBITS = 14;

/** A recording to measure on. */
export interface BenchRecording {
  readonly path: string;
  readonly name: string;
  readonly made: 'clip' | 'phantom' | 'given';
  readonly width: number;
  readonly height: number;
  readonly fps: number | null;
  readonly seconds: number | null;
  readonly mbits: number | null;
}

export interface RecordingWish {
  /** Folder to write to; the caller removes it. */
  readonly folder: string;
  readonly seconds: number;
  /** A recording of the user's own; null to make one. */
  readonly given: string | null;
  readonly signal: AbortSignal;
}

/**
 * The recording to measure on: the one given, or a 1080p50 H.264 file of about 14 Mbit/s made from the real clip where
 * the shared data are present, else from the phantom. The clip (25 frames a second) runs at double speed, so that
 * every picture is a new one, in a black border as processors draw it; it is encoded once and then repeated.
 * @throws HaustraError where there is no clip, no FFmpeg or no room
 */
export async function benchRecording(wish: RecordingWish, m: BenchMessages): Promise<BenchRecording> {
  if (wish.given !== null) return describe(resolve(wish.given), 'given', wish.signal);
  const { ffmpeg } = await findTools();
  if (ffmpeg === null) {
    throw new HaustraError({ code: 'missing-tool', message: m.encodeFailed, hint: FFMPEG_HINT });
  }
  await checkRoom(wish, m);
  const real = join(
    process.env.HAUSTRA_DATA ?? join(REPOSITORY, '../shared/data'),
    'video/colonoscopy-polyp.mp4',
  );
  const clip = existsSync(real) ? real : fileURLToPath(phantomClipPath());
  if (!existsSync(clip)) {
    throw new HaustraError({ code: 'not-found', message: m.noSource, hint: m.noSourceHint });
  }
  const once = join(wish.folder, 'once.mp4');
  const path = join(wish.folder, 'bench-1080p50.mp4');
  await encode(ffmpeg.path, onceArguments(clip, once), wish.signal, m);
  await encode(ffmpeg.path, repeatArguments(once, path, wish.seconds), wish.signal, m);
  return describe(path, clip === real ? 'clip' : 'phantom', wish.signal);
}

const onceArguments = (clip: string, out: string) => [
  ...['-v', 'error', '-nostdin', '-y', '-i', clip, '-an'],
  '-vf',
  [
    `setpts=N/(${FPS}*TB)`,
    `scale=-2:${HEIGHT}:flags=bicubic`,
    `pad=${WIDTH}:${HEIGHT}:(ow-iw)/2:(oh-ih)/2:black`,
    'format=yuv420p',
  ].join(','),
  ...['-r', `${FPS}`, '-c:v', 'libx264', '-preset', 'veryfast', '-g', `${FPS}`],
  ...['-b:v', `${MBITS}M`, '-maxrate', `${MBITS + 2}M`, '-bufsize', `${MBITS}M`],
  out,
];

const repeatArguments = (once: string, out: string, seconds: number) => [
  ...['-v', 'error', '-nostdin', '-y', '-stream_loop', '-1', '-i', once, '-c', 'copy'],
  ...['-t', seconds.toFixed(3), '-movflags', '+faststart'],
  out,
];

async function encode(ffmpeg: string, args: readonly string[], signal: AbortSignal, m: BenchMessages) {
  try {
    await execute(ffmpeg, [...args], { signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new HaustraError({
      code: 'analysis-failed',
      message: m.encodeFailed,
      hint: m.encodeFailedHint,
      cause,
    });
  }
}

async function checkRoom({ folder, seconds }: RecordingWish, m: BenchMessages): Promise<void> {
  const needed = (seconds * (MBITS + 2) * 1e6) / 8;
  const { bavail, bsize } = await statfs(folder);
  // Twice: faststart writes the file again.
  if (bavail * bsize > 2 * needed + 2e8) return;
  throw new HaustraError({
    code: 'unwritable',
    message: m.noSpace(((2 * needed) / 1e9).toFixed(1)),
    where: folder,
    hint: m.noSpaceHint,
  });
}

async function describe(
  path: string,
  made: BenchRecording['made'],
  signal: AbortSignal,
): Promise<BenchRecording> {
  const source = await openSource(path, { width: 64, height: 64, signal });
  try {
    const { width, height, fps, durationMs } = source.info;
    const seconds = durationMs === null ? null : durationMs / 1000;
    const { size } = await stat(path);
    const mbits = seconds === null || seconds === 0 ? null : (size * 8) / seconds / 1e6;
    return { path, name: basename(path), made, width, height, fps, seconds, mbits };
  } finally {
    await source.close();
  }
}

/** The recording in words. */
export function recordingText(recording: BenchRecording, m: BenchMessages): string {
  const { name, made, width, height, fps, mbits, seconds } = recording;
  const digits = (value: number | null, count: number) => value?.toFixed(count) ?? '?';
  return m.recording.line(
    name,
    m.recording[made],
    `${width}×${height}`,
    digits(fps, 0),
    digits(mbits, 1),
    digits(seconds, 0),
  );
}
