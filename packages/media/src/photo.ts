import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { HaustraError, type Rect } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import sharp from 'sharp';
import type { FieldPicture } from './field/picture.js';
import { cancelled } from './source/errors.js';
import { openRecorded } from './source/pictures.js';
import type { PictureSeries } from './source/types.js';
import { pixelRect } from './stills/resize.js';
import { runChild } from './tools/child.js';
import { requireTools } from './tools/find.js';
import { fileInput, probe } from './tools/probe.js';
import { deinterlace } from './video/filters.js';

/** Half a frame of the fastest recordings: the frame meant is the one at or just after this much before its time. */
const BEFORE_MS = 4;
const TIMEOUT_MS = 60_000;

export interface PhotoOptions {
  /** The recording: file, folder of frames, DICOM. */
  readonly source: string;
  /** Time of the frame in milliseconds, as `AnalysisFrame.timeMs` gave it. */
  readonly atMs: number;
  /** The JPEG to write. */
  readonly out: string;
  /** Drawn as a thin frame, in fractions of the picture; without it the photo is as the camera gave it. */
  readonly box?: Rect;
  /** Frames a second of a folder, as given to `openSource`. */
  readonly fps?: number;
  readonly signal?: AbortSignal;
}

async function fromVideo(path: string, atMs: number, signal: AbortSignal | undefined): Promise<FieldPicture> {
  const { ffmpeg } = await requireTools();
  const facts = await probe(fileInput(path), path, signal);
  const size = { width: facts.width, height: facts.height };
  const seek = ['-ss', (Math.max(0, atMs - BEFORE_MS) / 1000).toFixed(6)];
  const filters = [...deinterlace(facts), `scale=${size.width}:${size.height}`, 'format=rgb24'].join(',');
  const args = [
    ...['-v', 'error', '-nostdin', ...seek, ...fileInput(path), '-map', `0:${facts.stream}`],
    ...['-frames:v', '1', '-vf', filters, '-f', 'rawvideo', 'pipe:1'],
  ];
  const bytes = size.width * size.height * 3;
  const run = await runChild(ffmpeg.path, args, { timeoutMs: TIMEOUT_MS, signal, maxBytes: bytes });
  const where = basename(path);
  if (signal?.aborted === true) throw cancelled(where);
  if (run.stdout.length === bytes) return { ...size, channels: 3, data: run.stdout };
  throw new HaustraError({
    code: 'unreadable',
    message: `there is no picture at ${(atMs / 1000).toFixed(2)} s`,
    where,
    hint: 'Choose a time within the recording.',
    cause: run.complaints.join('\n'),
  });
}

function fromSeries(series: PictureSeries, atMs: number): Promise<FieldPicture> {
  let nearest = 0;
  for (let i = 1; i < series.length; i += 1) {
    if (Math.abs(series.timeMs(i) - atMs) < Math.abs(series.timeMs(nearest) - atMs)) nearest = i;
  }
  return series.picture(nearest);
}

function frameAround(box: Rect, picture: FieldPicture): Buffer {
  const { left, top, w, h } = pixelRect(box, picture.width, picture.height);
  const line = Math.max(1, Math.round(Math.max(picture.width, picture.height) / 500));
  const rect = `x="${left}" y="${top}" width="${w}" height="${h}" fill="none"`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}">` +
      `<rect ${rect} stroke="#000" stroke-width="${line * 2}"/><rect ${rect} stroke="#fff" stroke-width="${line}"/></svg>`,
  );
}

/**
 * Writes the frame of a recording at a time as a JPEG at its full size, whole or not at all. Folders on the way are made.
 * Throws `unreadable` (no picture there), `unsupported` (live source), `unwritable`, `cancelled`, and as `openSource`.
 */
export async function savePhoto(options: PhotoOptions): Promise<void> {
  const recorded = await openRecorded(options.source, options);
  try {
    const picture =
      recorded.kind === 'video'
        ? await fromVideo(recorded.path, options.atMs, options.signal)
        : await fromSeries(recorded.series, options.atMs);
    const { width, height, channels } = picture;
    let image = sharp(picture.data, { raw: { width, height, channels } });
    if (options.box !== undefined) image = image.composite([{ input: frameAround(options.box, picture) }]);
    const jpeg = await image.removeAlpha().jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer();
    await mkdir(dirname(options.out), { recursive: true });
    await writeFileAtomic(options.out, jpeg);
  } finally {
    await recorded.close();
  }
}
