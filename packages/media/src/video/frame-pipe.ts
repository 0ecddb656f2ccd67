import type { Readable } from 'node:stream';

/** One decoded picture with its time as FFmpeg gave it, in microseconds; null when FFmpeg knew none. */
export interface RawFrame {
  readonly rgb: Uint8Array;
  readonly timeUs: number | null;
}

/** How many whole frames wait at most before the pipe is held back (recordings) or the oldest is dropped (streams). */
const AHEAD = 2;

/**
 * Joins FFmpeg's two outputs, raw pictures on one pipe and one line a picture with its time on another, into frames.
 * Bytes are copied once, into the frame's own buffer.
 */
export class FramePipe {
  readonly #size: number;
  readonly #pictures: Readable;
  readonly #dropOldest: boolean;
  readonly #ready: Uint8Array[] = [];
  readonly #times: (number | null)[] = [];
  #filling: Buffer | null = null;
  #filled = 0;
  #line = '';
  #open = 2;
  #wake: (() => void) | null = null;
  /** Frames dropped because nobody took them in time (streams only). */
  dropped = 0;

  /** `size` is the number of bytes of one picture. */
  constructor(pictures: Readable, times: Readable, size: number, dropOldest: boolean) {
    this.#size = size;
    this.#pictures = pictures;
    this.#dropOldest = dropOldest;
    const close = () => {
      this.#open -= 1;
      this.#wake?.();
    };
    pictures.on('data', (chunk: Buffer) => this.#takePixels(chunk)).once('close', close);
    times.setEncoding('latin1').on('data', (text: string) => this.#takeTimes(text));
    times.once('close', close);
    // A broken pipe shows as the end of the frames; why it broke, the child says.
    pictures.on('error', () => undefined);
    times.on('error', () => undefined);
  }

  #takePixels(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      this.#filling ??= Buffer.allocUnsafeSlow(this.#size);
      const copied = chunk.copy(this.#filling, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled < this.#size) continue;
      this.#ready.push(this.#filling);
      this.#filling = null;
      this.#filled = 0;
    }
    if (this.#ready.length >= AHEAD && !this.#dropOldest) this.#pictures.pause();
    this.#dropLate();
    this.#wake?.();
  }

  #dropLate(): void {
    while (this.#dropOldest && this.#ready.length > AHEAD && this.#times.length > 0) {
      this.#ready.shift();
      this.#times.shift();
      this.dropped += 1;
    }
  }

  /** Lines such as `frame:3    pts:120000  pts_time:0.12`; the other lines carry no time. */
  #takeTimes(text: string): void {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) {
      const found = /^frame:\d+\s+pts:\s*(-?\d+|NOPTS)/.exec(line)?.[1];
      if (found !== undefined) this.#times.push(found === 'NOPTS' ? null : Number(found));
    }
    this.#wake?.();
  }

  /** The next frame; null after the last one. One call at a time. Rejects `stalled` when nothing comes for `stallMs`. */
  async next(stallMs: number): Promise<RawFrame | null | 'stalled'> {
    const until = performance.now() + stallMs;
    let seen = this.#progress;
    let deadline = until;
    for (;;) {
      const rgb = this.#ready[0];
      if (rgb !== undefined && this.#times.length > 0) {
        this.#ready.shift();
        const timeUs = this.#times.shift() ?? null;
        if (this.#ready.length < AHEAD && this.#pictures.isPaused()) this.#pictures.resume();
        return { rgb, timeUs };
      }
      if (this.#open === 0) return null;
      if (this.#progress !== seen) {
        seen = this.#progress;
        deadline = performance.now() + stallMs;
      }
      const left = deadline - performance.now();
      if (left <= 0) return 'stalled';
      await this.#waitFor(left);
    }
  }

  get #progress(): number {
    return this.#filled + this.#ready.length * this.#size;
  }

  #waitFor(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, timeoutMs);
      const self = this;
      function done() {
        clearTimeout(timer);
        self.#wake = null;
        resolve();
      }
      this.#wake = done;
    });
  }
}
