import { basename } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { z } from 'zod';
import { cancelled } from '../source/errors.js';
import { runChild } from './child.js';
import { requireTools } from './find.js';

const count = z.coerce.number().int().nonnegative().optional().catch(undefined);
const seconds = z.coerce.number().nonnegative().optional().catch(undefined);

const StreamSchema = z.object({
  index: z.number().int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: count,
  height: count,
  pix_fmt: z.string().optional(),
  field_order: z.string().optional(),
  color_space: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  nb_frames: count,
  duration: seconds,
  tags: z.record(z.string(), z.string()).optional().catch(undefined),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z
    .array(z.object({ rotation: z.coerce.number().optional() }))
    .optional()
    .catch(undefined),
});

const ReportSchema = z.object({
  streams: z.array(StreamSchema).default([]),
  format: z.object({ format_name: z.string().optional(), duration: seconds }).default({}),
});

/** What ffprobe says of the picture stream that will be read. */
export interface VideoFacts {
  readonly stream: number;
  readonly codec: string;
  readonly container: string;
  /** Size as shown: after rotation. */
  readonly width: number;
  readonly height: number;
  readonly frames: number | null;
  readonly durationMs: number | null;
  readonly fps: number | null;
  readonly interlaced: 'yes' | 'no' | 'unknown';
  /** True when the file names its own colour matrix. */
  readonly colourKnown: boolean;
}

function rate(text: string | undefined): number | null {
  const [top, bottom = '1'] = (text ?? '').split('/');
  const value = Number(top) / Number(bottom);
  return Number.isFinite(value) && value > 0 && value <= 1000 ? value : null;
}

function interlacing(order: string | undefined): VideoFacts['interlaced'] {
  if (order === 'progressive') return 'no';
  return order === undefined || order === 'unknown' ? 'unknown' : 'yes';
}

/** Reads ffprobe's JSON; null when no stream in it shows a moving picture. Pure. */
export function readProbe(json: unknown): VideoFacts | 'no-video' | null {
  const report = ReportSchema.safeParse(json);
  if (!report.success) return null;
  const { streams, format } = report.data;
  const video = streams.find((s) => s.codec_type === 'video' && s.disposition?.attached_pic !== 1);
  if (video === undefined) return streams.length > 0 ? 'no-video' : null;
  const width = video.width ?? 0;
  const height = video.height ?? 0;
  if (width === 0 || height === 0 || NOT_VIDEO.has(format.format_name ?? '')) return null;
  const turned =
    video.side_data_list?.find((d) => d.rotation !== undefined)?.rotation ?? Number(video.tags?.rotate ?? 0);
  const sideways = Math.abs(Math.round(turned / 90)) % 2 === 1;
  const duration = video.duration ?? format.duration;
  return {
    stream: video.index,
    codec: video.codec_name ?? 'unknown',
    container: format.format_name ?? 'unknown',
    width: sideways ? height : width,
    height: sideways ? width : height,
    frames: video.nb_frames ?? null,
    durationMs: duration === undefined ? null : duration * 1000,
    fps: rate(video.avg_frame_rate) ?? rate(video.r_frame_rate),
    interlaced: interlacing(video.field_order),
    colourKnown: (video.color_space ?? 'unknown') !== 'unknown',
  };
}

/** FFmpeg's input options for a file: only files, so that a playlist cannot make it reach for the network. */
export const fileInput = (path: string): readonly string[] => [
  '-protocol_whitelist',
  'file',
  '-i',
  `file:${path}`,
];

/** Takes text for a picture of a terminal. */
const NOT_VIDEO = new Set(['tty']);

const TIMEOUT_MS = 20_000;

/**
 * Asks ffprobe about a video file or stream. `input` are the input options of FFmpeg, ending with the address.
 * Throws `unreadable` (damaged or no video file), `no-picture` (sound only), `missing-tool`, `cancelled`.
 */
export async function probe(
  input: readonly string[],
  name: string,
  signal?: AbortSignal,
): Promise<VideoFacts> {
  const { ffprobe } = await requireTools();
  const args = ['-v', 'error', '-print_format', 'json', '-show_streams', '-show_format', ...input];
  const run = await runChild(ffprobe.path, args, { timeoutMs: TIMEOUT_MS, signal });
  const where = basename(name);
  if (signal?.aborted === true) throw cancelled(where);
  if (run.timedOut) {
    throw new HaustraError({
      code: 'unreadable',
      message: `the source did not answer within ${TIMEOUT_MS / 1000} s`,
      where,
      hint: 'Check the address, the cable or the disk, and try again.',
    });
  }
  const facts = readProbe(parseJson(run.stdout.toString('utf8')));
  if (facts === 'no-video') {
    throw new HaustraError({
      code: 'no-picture',
      message: 'there is sound but no picture in this file',
      where,
      hint: 'Choose a file with video.',
    });
  }
  if (facts === null) {
    const said = run.complaints.at(-1)?.replace(input.at(-1) ?? '', where);
    throw new HaustraError({
      code: 'unreadable',
      message: 'no video could be read from it',
      where,
      hint: 'Check that it is a complete video, picture or DICOM file and that it plays elsewhere.',
      cause: said,
    });
  }
  return facts;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
