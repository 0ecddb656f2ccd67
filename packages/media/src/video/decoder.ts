import { basename } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { cancelled } from '../source/errors.js';
import { Child } from '../tools/child.js';
import { FramePipe, type RawFrame } from './frame-pipe.js';

export interface DecoderOptions {
  readonly ffmpeg: string;
  readonly args: readonly string[];
  /** Bytes of one picture. */
  readonly frameBytes: number;
  /** For streams: drop the oldest waiting frame instead of holding the source back. */
  readonly dropOldest: boolean;
  /** No picture for this long while one is waited for: the source counts as lost. */
  readonly stallMs: number;
  /** The same for the first picture, where connecting takes longer. */
  readonly firstMs?: number;
  /** More readable pipes of the child, from file descriptor 4 on. */
  readonly extraPipes?: number;
  /** For messages: a file or stream name. */
  readonly where: string;
  readonly signal?: AbortSignal | undefined;
}

/** One FFmpeg that decodes; it is ended, whatever happens, by `close`. */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #child: Child;
  readonly #pipe: FramePipe;
  readonly #abort: () => void;
  #started = false;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#child = new Child(options.ffmpeg, options.args, { extraPipes: 1 + (options.extraPipes ?? 0) });
    this.#pipe = new FramePipe(
      this.#child.pipe(1),
      this.#child.pipe(3),
      options.frameBytes,
      options.dropOldest,
    );
    this.#abort = () => void this.#child.kill();
    options.signal?.addEventListener('abort', this.#abort, { once: true });
    if (options.signal?.aborted === true) this.#abort();
  }

  /** Frames dropped so far because nobody took them in time. */
  get dropped(): number {
    return this.#pipe.dropped;
  }

  /** An extra pipe of the child, from 4 on. */
  pipe(number: number) {
    return this.#child.pipe(number);
  }

  /** The next picture, null after the last. Throws `cancelled`, or `unreadable` when nothing comes any more. */
  async next(): Promise<RawFrame | null> {
    const { stallMs, firstMs = stallMs } = this.#options;
    const patience = this.#started ? stallMs : firstMs;
    const frame = await this.#pipe.next(patience);
    this.#started = true;
    if (this.#options.signal?.aborted === true) throw cancelled(this.#options.where);
    if (frame !== 'stalled') return frame;
    await this.close();
    throw new HaustraError({
      code: 'unreadable',
      message: `no picture came for ${Math.round(patience / 1000)} s`,
      where: this.#options.where,
      hint: 'Check that the source still runs and is not damaged, then start again.',
    });
  }

  /** What FFmpeg complained about, without the path of the file. Complete after `end`. */
  get complaints(): readonly string[] {
    const inputs = this.#options.args.filter((_, i) => this.#options.args[i - 1] === '-i');
    return this.#child.complaints.map((line) =>
      inputs.reduce((text, input) => text.replaceAll(input, basename(this.#options.where)), line),
    );
  }

  /** Waits for the child's own end after its last picture; ends it when it lingers. */
  async end(): Promise<{ code: number | null }> {
    const timer = setTimeout(() => void this.#child.kill(), 2000);
    const end = await this.#child.ended;
    clearTimeout(timer);
    await this.close();
    return end;
  }

  /** Ends the child and waits until it is gone. */
  async close(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#abort);
    await this.#child.kill();
  }
}
