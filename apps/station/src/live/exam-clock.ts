import { type Ms, ms } from '@haustra/domain';

/**
 * The time of a live examination: milliseconds since its start by a clock that never jumps. Frames carry the time of
 * capture by the sender's clock; the shortest way that any frame took so far tells how the two clocks lie to each other.
 */
export class ExamClock {
  readonly #base: number;
  readonly #started: number;
  readonly #read: () => number;
  #offset: number | null = null;
  #last: number;

  /**
   * @param baseMs examination time now: 0 at the start, later when it is resumed
   * @param read a monotonic clock in milliseconds
   */
  constructor(baseMs: number, read: () => number = () => performance.now()) {
    this.#base = baseMs;
    this.#read = read;
    this.#started = read();
    this.#last = baseMs;
  }

  get nowMs(): Ms {
    return ms(this.#base + this.#read() - this.#started);
  }

  /** Another sender, with another clock: its first frame sets how it lies to ours. */
  newSender(): void {
    this.#offset = null;
  }

  /** Examination time of a capture; never before that of the frame before, never in the future. */
  ofCapture(captureMs: number): Ms {
    const now = this.nowMs;
    const offset = now - captureMs;
    // A sender's clock that was set back by more than this is a new clock.
    if (this.#offset === null || offset < this.#offset || offset - this.#offset > 5_000)
      this.#offset = offset;
    this.#last = Math.min(now, Math.max(this.#last, captureMs + this.#offset));
    return ms(this.#last);
  }

  /** Examination time of a moment by the sender's clock, such as that of a photo; now where none is known. */
  at(captureMs: number | null): Ms {
    if (captureMs === null || this.#offset === null) return this.nowMs;
    return ms(Math.min(this.nowMs, Math.max(0, captureMs + this.#offset)));
  }
}
