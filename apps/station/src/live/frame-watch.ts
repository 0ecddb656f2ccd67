import type { StateReason } from '@haustra/domain';

/** Without a frame for this long the console is told that none come. */
const SILENCE_MS = 1_000;
/** Frames over which speed is judged. */
const WINDOW = 50;

/** Judges whether frames come, and whether the analysis keeps up with them. Pure: it is told the time. */
export class FrameWatch {
  readonly #gaps: number[] = [];
  readonly #inference: number[] = [];
  #last: number;

  /** @param now milliseconds; silence counts from here */
  constructor(now: number) {
    this.#last = now;
  }

  arrived(now: number): void {
    push(this.#gaps, now - this.#last);
    this.#last = now;
  }

  analysed(inferenceMs: number): void {
    push(this.#inference, inferenceMs);
  }

  /** Why the analysis is not simply ready although the worker is; null when it is. */
  reason(now: number): Extract<StateReason, 'no-frames' | 'slow'> | null {
    if (now - this.#last > SILENCE_MS) return 'no-frames';
    const enough = this.#gaps.length === WINDOW && this.#inference.length === WINDOW;
    return enough && median(this.#inference) > median(this.#gaps) ? 'slow' : null;
  }
}

function push(values: number[], value: number): void {
  values.push(value);
  if (values.length > WINDOW) values.shift();
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
