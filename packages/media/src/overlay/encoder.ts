import { HaustraError } from '@haustra/domain';
import { cancelled } from '../source/errors.js';
import { Child } from '../tools/child.js';
import { FFMPEG_HINT, type ToolFound } from '../tools/find.js';

/** The longest that encoding may stand still: large pictures on a busy machine are slow, not stuck. */
const STALL_MS = 60_000;

export interface EncodeOptions {
  readonly ffmpeg: ToolFound;
  /** Input options, ending with the input; `pipe:0` where `feed` writes the pictures. */
  readonly input: readonly string[];
  readonly filters: readonly string[];
  readonly passthrough: readonly string[];
  readonly out: string;
  /** Working folder, where the filters find their files by name. */
  readonly folder: string;
  readonly durationMs: number | null;
  readonly where: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((fraction: number) => void) | undefined;
  /** Writes raw pictures to FFmpeg's input. */
  readonly feed?: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>;
}

/** H.264 that plays everywhere: 8-bit 4:2:0, moov box first, the frames' own times kept. */
function outputArgs(options: EncodeOptions): readonly string[] {
  return [
    ...['-an', '-sn', '-dn', '-map_metadata', '-1', '-vf', [...options.filters, 'settb=1/90000'].join(',')],
    ...[...options.passthrough, '-enc_time_base', '1:90000', '-video_track_timescale', '90000'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-pix_fmt', 'yuv420p'],
    ...['-movflags', '+faststart', '-f', 'mp4', '-progress', 'pipe:1', '-y', options.out],
  ];
}

function writer(child: Child): (bytes: Uint8Array) => Promise<void> {
  const stdin = child.stdin;
  stdin?.on('error', () => undefined);
  return (bytes) =>
    new Promise((resolve) => {
      // A broken pipe shows in the child's end, with FFmpeg's own words.
      if (stdin === null || stdin.destroyed) resolve();
      else stdin.write(bytes, () => resolve());
    });
}

function failure(options: EncodeOptions, complaints: readonly string[]): HaustraError {
  const said = complaints.join('\n');
  const lacks = /No such filter: 'ass'|Unknown encoder 'libx264'/.test(said);
  if (lacks) {
    return new HaustraError({
      code: 'missing-tool',
      message: 'this FFmpeg was built without libass or libx264, which the annotated video needs',
      hint: FFMPEG_HINT,
      cause: said,
    });
  }
  const full = /No space left/i.test(said);
  return new HaustraError({
    code: 'unreadable',
    message: full ? 'the disk is full' : 'the annotated video could not be made from it',
    where: options.where,
    hint: full ? 'Make room and try again.' : 'Check that the recording can still be read.',
    cause: said,
  });
}

/** Runs FFmpeg to the end of its input. Throws `cancelled`, `missing-tool`, `unreadable`; leaves no process behind. */
export async function encode(options: EncodeOptions): Promise<void> {
  const { signal, feed } = options;
  const args = [
    '-v',
    'error',
    ...(feed === undefined ? ['-nostdin'] : []),
    ...options.input,
    ...outputArgs(options),
  ];
  const child = new Child(options.ffmpeg.path, args, { stdin: feed !== undefined, cwd: options.folder });
  const stop = () => void child.kill();
  let timer = setTimeout(stop, STALL_MS);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, STALL_MS);
  };
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  child.pipe(1).on('data', (text: Buffer) => {
    alive();
    const us = /.*out_time_us=(\d+)/s.exec(text.toString('latin1'))?.[1];
    if (us === undefined || options.durationMs === null || options.durationMs <= 0) return;
    options.onProgress?.(Math.min(1, Number(us) / 1000 / options.durationMs));
  });
  try {
    const fed = feed?.(writer(child)).finally(() => child.stdin?.end());
    const [end] = await Promise.all([child.ended, fed]);
    if (signal?.aborted === true) throw cancelled(options.where);
    if (end.code !== 0) throw failure(options, child.complaints);
    options.onProgress?.(1);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    await child.kill();
  }
}
