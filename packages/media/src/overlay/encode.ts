import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withAtomicFile } from '@haustra/store';
import sharp from 'sharp';
import { cancelled } from '../source/errors.js';
import { openRecorded } from '../source/pictures.js';
import type { PictureSeries, SourceInfo } from '../source/types.js';
import { passthroughOption, requireTools, type ToolFound } from '../tools/find.js';
import { fileInput, probe } from '../tools/probe.js';
import { deinterlace } from '../video/filters.js';
import { assEvents, assHead, type LabelOf, type OverlayMark, plainLabel } from './ass.js';
import { encode } from './encoder.js';

const WIDEST = 1920;
/** Pictures with times of their own are laid on this grid. */
const GRID_FPS = 50;
const MARKS = 'marks.ass';

export interface OverlayOptions {
  /** The recording, as given to `openSource`. */
  readonly source: string;
  /** What `openSource` said of it. */
  readonly info: SourceInfo;
  /** The MP4 to write. */
  readonly out: string;
  /** What to draw and when, in order of time. Read to the end before the encoding starts. */
  readonly marks: Iterable<OverlayMark> | AsyncIterable<OverlayMark>;
  /** Text beside each lesion; `#1 neoplastic 0.93` by default. */
  readonly label?: LabelOf;
  readonly fps?: number;
  readonly signal?: AbortSignal;
  /** Called now and then with the share done, 0..1. */
  readonly onProgress?: (fraction: number) => void;
}

/** At most 1920 wide, both sides even, the picture's shape kept. Pure. */
export function overlaySize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, WIDEST / width);
  const even = (n: number) => Math.max(2, Math.round((n * scale) / 2) * 2);
  return { width: even(width), height: even(height) };
}

async function writeMarks(
  path: string,
  options: OverlayOptions,
  size: { width: number; height: number },
): Promise<void> {
  const label = options.label ?? plainLabel;
  async function* text() {
    yield assHead(size);
    for await (const mark of options.marks) {
      if (options.signal?.aborted === true) throw cancelled(options.info.name);
      const events = assEvents(mark, size, label);
      if (events !== '') yield events;
    }
  }
  await pipeline(Readable.from(text()), createWriteStream(path));
}

/** Pictures of a series at one size, each as often as its time on the grid asks. */
async function feedSeries(
  series: PictureSeries,
  size: { width: number; height: number },
  options: OverlayOptions,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  let written = 0;
  let last: Buffer | null = null;
  for (let i = 0; i < series.length && options.signal?.aborted !== true; i += 1) {
    const picture = await series.picture(i).catch(() => null);
    if (picture !== null) {
      const { width, height, channels, data } = picture;
      last = await sharp(data, { raw: { width, height, channels } })
        .removeAlpha()
        .resize(size.width, size.height, { fit: 'fill' })
        .raw()
        .toBuffer();
    }
    const due = series.fps === null ? Math.round((series.timeMs(i + 1) / 1000) * GRID_FPS) : i + 1;
    const until = Math.max(due, written + (i + 1 === series.length ? 1 : 0));
    // A picture that cannot be read leaves the last one standing, so that the times stay true.
    const shown: Buffer = last ?? Buffer.alloc(size.width * size.height * 3);
    for (; written < until; written += 1) await write(shown);
    options.onProgress?.((i + 1) / series.length);
  }
}

async function encodeTo(
  temp: string,
  folder: string,
  ffmpeg: ToolFound,
  options: OverlayOptions,
): Promise<void> {
  const { info, signal } = options;
  const size = overlaySize(info.width, info.height);
  await writeMarks(join(folder, MARKS), options, size);
  const recorded = await openRecorded(options.source, options);
  const common = {
    ffmpeg,
    out: resolve(temp),
    folder,
    durationMs: info.durationMs,
    where: info.name,
    signal,
    passthrough: passthroughOption(ffmpeg),
  };
  const draw = ['format=yuv420p', `ass=${MARKS}`];
  try {
    if (recorded.kind === 'video') {
      const input = fileInput(resolve(recorded.path));
      const facts = await probe(input, info.name, signal);
      const scale = `scale=${size.width}:${size.height}:flags=bicubic:out_range=tv`;
      await encode({
        ...common,
        input: [...input, '-map', `0:${facts.stream}`],
        filters: [...deinterlace(facts), scale, ...draw],
        onProgress: options.onProgress,
      });
    } else {
      const { series } = recorded;
      const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-video_size', `${size.width}x${size.height}`];
      await encode({
        ...common,
        input: [...raw, '-framerate', String(series.fps ?? GRID_FPS), '-i', 'pipe:0'],
        filters: ['scale=out_color_matrix=bt709:out_range=tv', ...draw],
        feed: (write) => feedSeries(series, size, options, write),
      });
    }
  } finally {
    await recorded.close();
  }
}

/**
 * Writes the recording with the findings drawn in as an MP4 that plays everywhere (H.264, 4:2:0, at most 1920 wide, no
 * sound), each frame at its own time. Outlines, numbers and texts are vectors, drawn by FFmpeg with libass. The file
 * appears whole or not at all.
 *
 * Throws `cancelled`, `missing-tool` (no FFmpeg, or one without libass or libx264), `unreadable`, `unsupported` (live
 * sources), `unwritable`.
 */
export async function encodeOverlay(options: OverlayOptions): Promise<void> {
  const { ffmpeg } = await requireTools();
  const folder = await mkdtemp(join(tmpdir(), 'haustra-overlay-'));
  try {
    await mkdir(dirname(options.out), { recursive: true });
    await withAtomicFile(options.out, (temp) => encodeTo(temp, folder, ffmpeg, options));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
