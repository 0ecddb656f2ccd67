import { type AnalysisFrame, asHaustraError, HaustraError, ms, px, type Rect, WHOLE } from '@haustra/domain';
import { findFieldOver } from '../field/find.js';
import { FieldKeeper } from '../field/keeper.js';
import type { FieldPicture } from '../field/picture.js';
import { alreadyRead, cancelled } from '../source/errors.js';
import { Pace } from '../source/pace.js';
import type { FrameSource, OpenOptions, PictureSeries, Sampling, SourceInfo } from '../source/types.js';
import { frameOf } from './frame.js';

const SAMPLES = 8;
const AHEAD = 2;

const sizeKey = (p: FieldPicture) => `${p.width}×${p.height}`;

/**
 * Opens a series as a source of frames. The visible field is found once for each size of picture, in up to eight
 * pictures spread through the series. Throws `unreadable` when not one of these can be decoded.
 */
export async function openSeries(series: PictureSeries, options: OpenOptions): Promise<FrameSource> {
  const { samples, failures } = await sample(series, options.signal);
  const first = samples[0];
  if (first === undefined) {
    throw asHaustraError(failures[0], {
      code: 'unreadable',
      message: 'no picture in it could be read',
      where: series.name,
    });
  }
  const fields = new Map<string, FieldKeeper>();
  for (const picture of samples) {
    const key = sizeKey(picture);
    if (fields.has(key)) continue;
    fields.set(key, new FieldKeeper(findFieldOver(samples.filter((p) => sizeKey(p) === key)) ?? WHOLE));
  }
  return new SeriesSource(series, options, first, fields);
}

async function sample(series: PictureSeries, signal: AbortSignal | undefined) {
  const count = Math.min(SAMPLES, series.length);
  const samples: FieldPicture[] = [];
  const failures: unknown[] = [];
  for (let i = 0; i < count; i += 1) {
    if (signal?.aborted === true) throw cancelled(series.name);
    const index = Math.floor((i * series.length) / count);
    await series.picture(index).then(
      (picture) => samples.push(picture),
      (thrown) => failures.push(thrown),
    );
  }
  return { samples, failures };
}

/** Numbers of the pictures that are wanted, in order. */
function sampled(series: PictureSeries, sample: Sampling | undefined): number[] {
  const all = Array.from({ length: series.length }, (_, index) => index);
  if (sample === undefined) return all;
  const { perSecond, afterMs } = sample;
  const stretch = (timeMs: number) => Math.floor((timeMs / 1000) * perSecond);
  const of = (index: number) => (index < 0 ? -1 : stretch(series.timeMs(index)));
  const left = afterMs === undefined ? -1 : stretch(afterMs);
  return all.filter((index) => of(index) > left && of(index) !== of(index - 1));
}

class SeriesSource implements FrameSource {
  readonly info: SourceInfo;
  readonly field: Rect;
  readonly #series: PictureSeries;
  readonly #options: OpenOptions;
  readonly #fields: Map<string, FieldKeeper>;
  readonly #warnings: string[] = [];
  #started = false;
  #closed = false;

  constructor(
    series: PictureSeries,
    options: OpenOptions,
    first: FieldPicture,
    fields: Map<string, FieldKeeper>,
  ) {
    this.#series = series;
    this.#options = options;
    this.#fields = fields;
    this.field = fields.get(sizeKey(first))?.field ?? WHOLE;
    const last = series.length - 1;
    const step = last > 0 ? series.timeMs(last) / last : 0;
    this.info = {
      kind: 'recording',
      name: series.name,
      width: px(first.width),
      height: px(first.height),
      frames: series.length,
      durationMs: ms(series.timeMs(last) + (series.fps === null ? step : 1000 / series.fps)),
      fps: series.fps ?? (step > 0 ? 1000 / step : null),
      fingerprint: series.fingerprint,
      warnings: this.#warnings,
    };
  }

  async *frames(): AsyncGenerator<AnalysisFrame> {
    if (this.#started || this.#closed) throw alreadyRead(this.#series.name);
    this.#started = true;
    const pace = this.#options.realtime === true ? new Pace() : null;
    const wanted = sampled(this.#series, this.#options.sample);
    const waiting: Promise<AnalysisFrame | HaustraError>[] = [];
    let bad = 0;
    for (let at = 0; at < wanted.length; at += 1) {
      while (waiting.length < AHEAD && at + waiting.length < wanted.length) {
        waiting.push(this.#frame(wanted[at + waiting.length] ?? 0));
      }
      const frame = await waiting.shift();
      if (this.#options.signal?.aborted === true) throw cancelled(this.#series.name);
      if (this.#closed || frame === undefined) return;
      if (frame instanceof HaustraError) {
        bad += 1;
        this.#warnings.push(`Left out: ${frame.sentence}`);
        continue;
      }
      await pace?.until(frame.timeMs, this.#options.signal).catch(() => {
        throw cancelled(this.#series.name);
      });
      yield frame;
    }
    if (bad > 0 && bad === wanted.length) {
      throw new HaustraError({
        code: 'unreadable',
        message: 'no picture in it could be read',
        where: this.#series.name,
      });
    }
  }

  async #frame(index: number): Promise<AnalysisFrame | HaustraError> {
    try {
      const picture = await this.#series.picture(index);
      const { id, timeMs, field, width, height, rgb } = frameOf(
        picture,
        this.#fieldFor(picture),
        this.#options,
        {
          id: index,
          timeMs: this.#series.timeMs(index),
        },
      );
      return { id, timeMs, field, width, height, rgb };
    } catch (thrown) {
      return asHaustraError(thrown, { code: 'unreadable', message: 'the picture could not be read' });
    }
  }

  /** A size of picture that was not among the samples has its field found in the first of that size. */
  #fieldFor(picture: FieldPicture): Rect {
    const key = sizeKey(picture);
    let keeper = this.#fields.get(key);
    if (keeper === undefined) {
      keeper = new FieldKeeper(findFieldOver([picture]) ?? WHOLE);
      this.#fields.set(key, keeper);
    }
    return keeper.field;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
