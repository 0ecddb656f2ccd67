const WINDOW_MS = 30_000;
const FAILURES = 3;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * When to start a worker again after it died: at once, but after three deaths in 30 s only after a pause, which doubles
 * as long as it keeps dying. Pure but for the times it is given.
 */
export class RestartRule {
  #deaths: number[] = [];
  #pauseMs = 0;

  /** A worker died at `nowMs`: milliseconds to wait before the next start, 0 for at once. */
  died(nowMs: number): number {
    this.#deaths = this.#deaths.filter((t) => nowMs - t < WINDOW_MS);
    if (this.#deaths.length === 0 && this.#pauseMs < LONGEST_PAUSE_MS) this.#pauseMs = 0;
    this.#deaths.push(nowMs);
    if (this.#deaths.length < FAILURES) return 0;
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, this.#pauseMs * 2));
    return this.#pauseMs;
  }

  /** Starts over, as for another provider. */
  forget(): void {
    this.#deaths = [];
    this.#pauseMs = 0;
  }
}
