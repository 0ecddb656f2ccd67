import { setTimeout as sleep } from 'node:timers/promises';

/** Holds frames back until their time has come by the wall clock, counted from the first frame. */
export class Pace {
  #start: number | null = null;

  /** Waits until the moment of `timeMs`. Rejects with the signal's reason when aborted. */
  async until(timeMs: number, signal: AbortSignal | undefined): Promise<void> {
    const now = performance.now();
    this.#start ??= now - timeMs;
    const wait = this.#start + timeMs - now;
    if (wait > 1) await sleep(wait, undefined, signal === undefined ? {} : { signal });
  }
}
