/** Calls `look` again and again: `pauseMs` after each call has ended, at once after `now()`, never while stopped. */
export class Poller {
  readonly #look: () => Promise<void>;
  readonly #pauseMs: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking: Promise<void> | null = null;
  #on = false;
  #again = false;

  constructor(look: () => Promise<void>, pauseMs: () => number) {
    this.#look = look;
    this.#pauseMs = pauseMs;
  }

  start(): void {
    if (this.#on) return;
    this.#on = true;
    void this.now();
  }

  stop(): void {
    this.#on = false;
    clearTimeout(this.#timer);
  }

  /** Looks at once; a look that is under way is followed by another, since it may have missed the latest. */
  async now(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#looking) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = this.#round();
    await this.#looking;
  }

  async #round(): Promise<void> {
    try {
      do {
        this.#again = false;
        await this.#look();
      } while (this.#again);
    } finally {
      this.#looking = null;
      if (this.#on) this.#timer = setTimeout(() => void this.now(), this.#pauseMs());
    }
  }
}
