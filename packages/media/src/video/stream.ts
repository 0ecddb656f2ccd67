import { basename } from 'node:path';
import { type AnalysisFrame, frameId, HaustraError, ms, px, type Rect, WHOLE } from '@haustra/domain';
import { findFieldOver } from '../field/find.js';
import { FieldKeeper } from '../field/keeper.js';
import { alreadyRead, cancelled } from '../source/errors.js';
import type { FrameSource, OpenOptions, SourceInfo } from '../source/types.js';
import { runChild } from '../tools/child.js';
import { passthroughOption, requireTools, type ToolFound } from '../tools/find.js';
import { probe, type VideoFacts } from '../tools/probe.js';
import { Decoder } from './decoder.js';
import { analysisFilters, sampleFilters, sampleSize, TIME_FILTERS } from './filters.js';
import { cutPictures } from './sample.js';
import { SampleReader } from './sample-reader.js';

const FIRST_FRAME_MS = 15_000;
const STALL_MS = 5000;
/** Pictures looked at for the visible field before the stream starts (about the first second). */
const FIRST_LOOKS = 8;
/** And while it runs, a second. */
const LOOKS_PER_SECOND = 2;

/** FFmpeg's input options for a stream address or a capture device. */
export function streamInput(spec: string): readonly string[] {
  const live = ['-fflags', 'nobuffer', '-flags', 'low_delay'];
  return /^rtsps?:/i.test(spec)
    ? [...live, '-rtsp_transport', 'tcp', '-i', spec]
    : [...live, '-f', 'v4l2', '-i', spec];
}

/** The address without user name and password, or the device's name. Pure. */
export function streamName(spec: string): string {
  return /^rtsps?:/i.test(spec) ? spec.replace(/^(\w+:\/\/)[^/]*@/, '$1') : basename(spec);
}

/** What the first second shows, to find the field in. */
async function firstLook(
  ffmpeg: ToolFound,
  spec: string,
  facts: VideoFacts,
  signal: AbortSignal | undefined,
) {
  const args = [
    ...['-v', 'error', '-nostdin', ...streamInput(spec), '-map', `0:${facts.stream}`, '-an'],
    ...['-frames:v', String(FIRST_LOOKS), '-vf', `fps=${FIRST_LOOKS},${sampleFilters(facts).join(',')}`],
    ...['-f', 'rawvideo', 'pipe:1'],
  ];
  const run = await runChild(ffmpeg.path, args, { timeoutMs: FIRST_FRAME_MS, signal });
  return findFieldOver(cutPictures(run.stdout, sampleSize(facts)));
}

/**
 * Opens an RTSP stream or a V4L2 capture device. Its times are milliseconds since its first frame. The visible field is
 * found in the first second and followed when it changes for good (which restarts FFmpeg: a gap of about a second).
 * When the source is lost, `frames()` throws `unreadable`; trying again is the caller's business.
 */
export async function openStream(spec: string, options: OpenOptions): Promise<FrameSource> {
  const { ffmpeg } = await requireTools();
  const name = streamName(spec);
  const facts = await probe(streamInput(spec), name, options.signal);
  const field = await firstLook(ffmpeg, spec, facts, options.signal);
  if (options.signal?.aborted === true) throw cancelled(name);
  return new Stream(ffmpeg, spec, facts, field, options);
}

class Stream implements FrameSource {
  readonly info: SourceInfo;
  readonly #ffmpeg: ToolFound;
  readonly #spec: string;
  readonly #facts: VideoFacts;
  readonly #options: OpenOptions;
  readonly #keeper: FieldKeeper;
  readonly #warnings: string[] = [];
  #decoder: Decoder | null = null;
  #started = false;
  #closed = false;

  constructor(ffmpeg: ToolFound, spec: string, facts: VideoFacts, field: Rect | null, options: OpenOptions) {
    this.#ffmpeg = ffmpeg;
    this.#spec = spec;
    this.#facts = facts;
    this.#options = options;
    this.#keeper = new FieldKeeper(field);
    this.info = {
      kind: 'stream',
      name: streamName(spec),
      width: px(facts.width),
      height: px(facts.height),
      frames: null,
      durationMs: null,
      fps: facts.fps,
      fingerprint: null,
      warnings: this.#warnings,
    };
  }

  get field(): Rect {
    return this.#keeper.field;
  }

  #start(field: Rect): Decoder {
    const { width, height, signal } = this.#options;
    const analysis = [...analysisFilters(this.#facts, field, this.#options), ...TIME_FILTERS].join(',');
    const looks = [`fps=${LOOKS_PER_SECOND}`, ...sampleFilters(this.#facts)].join(',');
    const args = [
      ...[
        '-v',
        'error',
        '-nostdin',
        '-threads',
        '1',
        ...streamInput(this.#spec),
        '-filter_complex_threads',
        '1',
      ],
      '-filter_complex',
      `[0:${this.#facts.stream}]split[a][b];[a]${analysis}[frames];[b]${looks}[looks]`,
      ...[
        '-map',
        '[frames]',
        ...passthroughOption(this.#ffmpeg),
        '-f',
        'rawvideo',
        '-flush_packets',
        '1',
        'pipe:1',
      ],
      ...['-map', '[looks]', '-f', 'rawvideo', '-flush_packets', '1', 'pipe:4'],
    ];
    return new Decoder({
      ffmpeg: this.#ffmpeg.path,
      args,
      frameBytes: width * height * 3,
      dropOldest: true,
      stallMs: STALL_MS,
      firstMs: FIRST_FRAME_MS,
      extraPipes: 1,
      where: this.info.name,
      signal,
    });
  }

  async *frames(): AsyncGenerator<AnalysisFrame> {
    if (this.#started || this.#closed) throw alreadyRead(this.info.name);
    this.#started = true;
    let count = 0;
    const begin = performance.now();
    try {
      while (!this.#closed) {
        const field = this.field;
        for await (const frame of this.#run(field, count, begin)) {
          yield frame;
          count = frame.id + 1;
        }
        // The run ended by itself only because the field has changed; a lost source throws.
      }
    } finally {
      await this.close();
    }
  }

  /** Frames of one FFmpeg, until the visible field has changed for good. */
  async *#run(field: Rect, from: number, begin: number): AsyncGenerator<AnalysisFrame> {
    const { width, height } = this.#options;
    const decoder = this.#start(field);
    this.#decoder = decoder;
    let moved = false;
    new SampleReader(decoder.pipe(4), sampleSize(this.#facts), (picture) => {
      moved ||= this.#keeper.update(findFieldOver([picture])) !== field && this.#keeper.field !== WHOLE;
    });
    let taken = 0;
    let offset: number | null = null;
    for (let raw = await decoder.next(); raw !== null; raw = await decoder.next()) {
      const own = raw.timeUs === null ? performance.now() - begin : raw.timeUs / 1000;
      offset ??= (from === 0 ? 0 : performance.now() - begin) - own;
      yield {
        id: frameId(from + decoder.dropped + taken),
        timeMs: ms(own + offset),
        field,
        width: px(width),
        height: px(height),
        rgb: raw.rgb,
      };
      taken += 1;
      if (moved) {
        this.#warnings.push('The visible field moved; the picture was cut anew.');
        await decoder.close();
        return;
      }
    }
    await decoder.end();
    if (this.#closed) return;
    throw new HaustraError({
      code: 'unreadable',
      message: taken + from === 0 ? 'no picture came from it' : 'the source was lost',
      where: this.info.name,
      hint: 'Check the cable, the network and that the device is not in use elsewhere, then start again.',
      cause: decoder.complaints.join('\n'),
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#decoder?.close();
  }
}
