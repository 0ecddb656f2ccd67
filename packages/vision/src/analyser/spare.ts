import { WorkerLink } from '../worker/link.js';
import type { StartOrder } from '../worker/protocol.js';

const START_LIMIT_MS = 60_000;
/** The worker in use comes first: the spare waits this long before it takes time from it. */
const PATIENCE_MS = 1500;

/**
 * A second worker, warm and idle, that takes over when the one in use dies during a live examination. Starting a process
 * and a model takes a few tenths of a second, and seconds on a crowded machine; a spare takes over at once.
 */
export class Spare {
  #link: WorkerLink | null = null;
  #timer: NodeJS.Timeout | null = null;
  #starting: Promise<void> = Promise.resolve();
  #dismissed = false;

  get ready(): boolean {
    return this.#link !== null;
  }

  /** Sees to it that there will be a spare started like this; does nothing where one is there or on its way. */
  prepare(order: StartOrder, patienceMs = PATIENCE_MS): void {
    if (this.#link || this.#timer || this.#dismissed) return;
    this.#timer = setTimeout(() => {
      this.#starting = this.#start(order);
    }, patienceMs).unref();
  }

  /** The spare, if it is ready; it is then no longer the spare. */
  take(): WorkerLink | null {
    const link = this.#link;
    this.#link = null;
    if (link) link.onGone = null;
    return link;
  }

  /** Ends the spare; there will be no other. */
  async dismiss(): Promise<void> {
    this.#dismissed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#starting;
    await this.take()?.end();
  }

  async #start(order: StartOrder): Promise<void> {
    try {
      const link = await WorkerLink.start(order, START_LIMIT_MS);
      this.#timer = null;
      if (this.#dismissed) return link.end();
      this.#link = link;
      link.onGone = () => {
        this.#link = null;
        this.prepare(order);
      };
    } catch {
      // Without a spare a restart takes a little longer; whether it works is then said by the state.
      this.#timer = null;
    }
  }
}
