import { HaustraError } from '@haustra/domain';
import type { RoundFolder } from '../folder.js';
import { examIsOpen } from '../presence.js';
import { askedOf, type Control } from './control.js';

/** How often a worker looks whether it is asked to stop, and whether an examination is open. */
const LOOK_MS = 400;

/** Why the work stops: asked by a person, or the process is to end (`stop`; the round can be resumed). */
export type StopReason = Control | { readonly want: 'stop' };

/**
 * The manners of work in the background: it stops when a person asks, and rests while an examination is open, because
 * the live picture comes first.
 */
export class Manners {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #onRest: (resting: boolean) => void;
  readonly #waiting = new Set<() => void>();
  readonly #watchers = new Set<(resting: boolean) => void>();
  #resting = false;
  #restedMs = 0;
  #restSince = 0;
  #reason: StopReason | null = null;

  /**
   * @param stop aborted when the process is to end
   * @param onRest told when it begins and ends to rest
   */
  constructor(
    readonly folder: RoundFolder,
    readonly data: string,
    stop: AbortSignal,
    onRest: (resting: boolean) => void,
  ) {
    this.#onRest = onRest;
    if (stop.aborted) this.#stop({ want: 'stop' });
    stop.addEventListener('abort', () => this.#stop({ want: 'stop' }), { once: true });
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  /** Aborted when the work is to stop, for whatever reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): StopReason | null {
    return this.#reason;
  }

  /** Milliseconds rested so far. */
  get restedMs(): number {
    return this.#restedMs + (this.#resting ? performance.now() - this.#restSince : 0);
  }

  /** Looks now instead of at the next turn. */
  async look(): Promise<void> {
    await this.#look();
  }

  async #look(): Promise<void> {
    const asked = await askedOf(this.folder);
    if (asked !== null) this.#stop(asked);
    const open = await examIsOpen(this.data);
    if (open === this.#resting) return;
    this.#resting = open;
    if (open) this.#restSince = performance.now();
    else {
      this.#restedMs += performance.now() - this.#restSince;
      this.#wake();
    }
    this.#onRest(open);
    for (const watcher of this.#watchers) watcher(open);
  }

  #stop(reason: StopReason): void {
    this.#reason ??= reason;
    this.#controller.abort();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Resolves at once, or when the examination has ended. @throws HaustraError `cancelled` when the work is to stop. */
  async breathe(): Promise<void> {
    if (this.#resting && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
      });
    }
    if (this.signal.aborted) throw new HaustraError({ code: 'cancelled', message: 'stopped before the end' });
  }

  /** Tells each time resting begins or ends, first now where it rests already; returns what ends that. */
  watch(watcher: (resting: boolean) => void): () => void {
    this.#watchers.add(watcher);
    if (this.#resting) watcher(true);
    return () => this.#watchers.delete(watcher);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
