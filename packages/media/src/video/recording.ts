import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import {
  type AnalysisFrame,
  frameId,
  HaustraError,
  type Ms,
  ms,
  px,
  type Rect,
  WHOLE,
} from '@haustra/domain';
import { alreadyRead, cancelled } from '../source/errors.js';
import { fingerprintOf } from '../source/fingerprint.js';
import { Pace } from '../source/pace.js';
import { frameSize } from '../source/size.js';
import type { FrameSource, OpenOptions, SourceInfo } from '../source/types.js';
import { passthroughOption, requireTools } from '../tools/find.js';
import { fileInput, probe, type VideoFacts } from '../tools/probe.js';
import { Decoder } from './decoder.js';
import { analysisFilters, TIME_FILTERS } from './filters.js';
import { fieldOfRecording } from './sample.js';

const STALL_MS = 20_000;
/** Where most pictures are dropped, the next one may lie far. */
const SAMPLED_STALL_MS = 300_000;

/**
 * Decoder threads: one keeps up with 1080p50 by itself and leaves the other core of a small machine to the analysis;
 * larger pictures and larger machines get two.
 */
function threads(facts: VideoFacts): string {
  return facts.width * facts.height > 2_500_000 || availableParallelism() >= 4 ? '2' : '1';
}

/** Options for a video file; `name` and `fingerprint` where the file is only a temporary part of the real source. */
export interface RecordingOptions extends OpenOptions {
  readonly name?: string;
  readonly fingerprint?: string;
  /** Runs once, when the source is closed or has ended. */
  readonly onClose?: () => Promise<void>;
}

/**
 * Opens a video file: asks ffprobe, finds the visible field in pictures spread through it, and reads nothing else yet.
 * Throws `unreadable`, `no-picture`, `missing-tool`, `cancelled`.
 */
export async function openRecording(path: string, options: RecordingOptions): Promise<FrameSource> {
  const { ffmpeg } = await requireTools();
  const name = options.name ?? basename(path);
  const input = fileInput(path);
  const facts = await probe(input, name, options.signal);
  const [field, fingerprint] = await Promise.all([
    fieldOfRecording(ffmpeg, input, facts, options.signal),
    options.fingerprint ?? fingerprintOf(path),
  ]);
  if (options.signal?.aborted === true) throw cancelled(name);
  const { sample } = options;
  const size = frameSize(options, facts, field ?? WHOLE);
  const seek = sample?.afterMs ? ['-ss', (sample.afterMs / 1000).toFixed(6)] : [];
  const args = [
    ...['-v', 'error', '-nostdin', '-threads', threads(facts), ...seek, ...input],
    ...['-map', `0:${facts.stream}`, '-an', '-sn', '-dn', '-filter_threads', '1'],
    ...['-vf', [...analysisFilters(facts, field ?? WHOLE, size, sample), ...TIME_FILTERS].join(',')],
    ...[...passthroughOption(ffmpeg), '-f', 'rawvideo', 'pipe:1'],
  ];
  return new Recording(ffmpeg.path, args, facts, field ?? WHOLE, {
    ...options,
    ...size,
    name,
    fingerprint,
  });
}

class Recording implements FrameSource {
  readonly info: SourceInfo;
  readonly field: Rect;
  readonly #ffmpeg: string;
  readonly #args: readonly string[];
  readonly #options: RecordingOptions & { name: string };
  readonly #frameMs: number;
  readonly #warnings: string[] = [];
  #decoder: Decoder | null = null;
  #closed = false;

  constructor(
    ffmpeg: string,
    args: readonly string[],
    facts: VideoFacts,
    field: Rect,
    options: RecordingOptions & { name: string; fingerprint: string },
  ) {
    this.#ffmpeg = ffmpeg;
    this.#args = args;
    this.#options = options;
    this.field = field;
    this.#frameMs = 1000 / (facts.fps ?? 25);
    this.info = {
      kind: 'recording',
      name: options.name,
      width: px(facts.width),
      height: px(facts.height),
      frames: facts.frames,
      durationMs: facts.durationMs === null ? null : ms(facts.durationMs),
      fps: facts.fps,
      fingerprint: options.fingerprint,
      warnings: this.#warnings,
    };
  }

  async *frames(): AsyncGenerator<AnalysisFrame> {
    const { width, height, signal, name, sample } = this.#options;
    if (this.#closed || this.#decoder !== null) throw alreadyRead(name);
    const decoder = new Decoder({
      ffmpeg: this.#ffmpeg,
      args: this.#args,
      frameBytes: width * height * 3,
      dropOldest: false,
      stallMs: sample === undefined ? STALL_MS : SAMPLED_STALL_MS,
      where: name,
      signal,
    });
    this.#decoder = decoder;
    const pace = this.#options.realtime === true ? new Pace() : null;
    let count = 0;
    let last: Ms | null = null;
    try {
      for (let raw = await decoder.next(); raw !== null; raw = await decoder.next()) {
        const timeMs = this.#timeOf(raw.timeUs, last);
        await pace?.until(timeMs, signal).catch(() => {
          throw cancelled(name);
        });
        last = timeMs;
        yield {
          id: frameId(count),
          timeMs,
          field: this.field,
          width: px(width),
          height: px(height),
          rgb: raw.rgb,
        };
        count += 1;
      }
      await this.#judgeEnd(decoder, count);
    } finally {
      await this.close();
    }
  }

  /** The frame's own time; where the file gives none, or one that runs backwards, the next after the last. */
  #timeOf(timeUs: number | null, last: Ms | null): Ms {
    const own = timeUs === null ? null : timeUs / 1000 + (this.#options.sample?.afterMs ?? 0);
    if (own !== null && (last === null || own >= last)) return ms(own);
    if (own !== null) this.#warn('Some frames have times that run backwards; they were put in order.');
    return ms(last === null ? 0 : own === null ? last + this.#frameMs : last);
  }

  #warn(text: string): void {
    if (!this.#warnings.includes(text)) this.#warnings.push(text);
  }

  /** After the last frame: nothing at all is an error, less than expected a warning. */
  async #judgeEnd(decoder: Decoder, count: number): Promise<void> {
    const { code } = await decoder.end();
    if (this.#closed) return;
    const said = decoder.complaints;
    const { sample } = this.#options;
    // Taken up again after its last picture: nothing is left, and nothing is wrong.
    if (count === 0 && sample?.afterMs !== undefined) return;
    if (count === 0) {
      throw new HaustraError({
        code: 'unreadable',
        message: 'no picture in it could be decoded',
        where: this.#options.name,
        hint: 'The file is damaged or was cut off; copy it again from the recorder.',
        cause: said.join('\n'),
      });
    }
    const expected = sample === undefined ? this.info.frames : null;
    // Containers may count pictures that are never shown (edit lists, fields): a tenth is let pass.
    if (said.length === 0 && code === 0 && (expected === null || count >= expected * 0.9)) return;
    const of = expected !== null && expected > count ? ` of ${expected}` : '';
    this.#warn(`The file is damaged or cut off: ${count}${of} frames could be read.`);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#decoder?.close();
    await this.#options.onClose?.();
  }
}
