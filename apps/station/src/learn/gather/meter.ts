import type { Round } from '@haustra/domain';
import type { Item } from './items.js';
import type { Standing } from './looked-file.js';

/** Before so much is done the time left would be a guess. */
const LEAST_SECONDS = 2;

/** Tells how far gathering is, by the bytes of the recordings, since their frames are not known beforehand. */
export class GatherMeter {
  readonly #total: number;
  readonly #items: number;
  #finishedBytes: number;
  #finishedItems: number;
  #item: { readonly bytes: number; from: number; durationMs: number | null } | null = null;
  readonly #begun: { at: number; looked: number };
  #share0: number | null = null;

  constructor(
    items: readonly Item[],
    { finished, counts }: Standing,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#items = items.length;
    this.#total = items.reduce((sum, { bytes }) => sum + bytes, 0);
    const done = items.filter(({ source }) => finished.has(source));
    this.#finishedBytes = done.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#finishedItems = done.length;
    this.#begun = { at: now(), looked: counts.looked };
  }

  begin({ bytes }: Item, afterMs: number | null): void {
    this.#item = { bytes, from: afterMs ?? 0, durationMs: null };
    this.#share0 ??= this.#share(null);
  }

  duration(ms: number | null): void {
    if (this.#item === null) return;
    this.#item.durationMs = ms;
    // Taken up in the middle: what was done before is not this run's speed.
    if (this.#item.from > 0) this.#share0 = Math.max(this.#share0 ?? 0, this.#share(this.#item.from));
  }

  end({ bytes }: Item): void {
    this.#finishedBytes += bytes;
    this.#finishedItems += 1;
    this.#item = null;
  }

  #share(atMs: number | null): number {
    const { bytes, durationMs } = this.#item ?? { bytes: 0, durationMs: null };
    const within = atMs === null || !durationMs ? 0 : Math.min(1, atMs / durationMs);
    return this.#total === 0 ? 1 : (this.#finishedBytes + within * bytes) / this.#total;
  }

  progress(atMs: number | null, looked: number): Round['progress'] {
    const share = this.#share(atMs);
    const begun = this.#share0 ?? 0;
    const seconds = (this.now() - this.#begun.at) / 1000;
    const rate = (looked - this.#begun.looked) / Math.max(seconds, 1e-3);
    const known = seconds >= LEAST_SECONDS && share > begun;
    const left = known ? (seconds * (1 - share)) / (share - begun) : null;
    const item = Math.min(this.#items, this.#finishedItems + (this.#item === null ? 0 : 1));
    return {
      done: looked,
      of: share > 0 ? Math.max(looked, Math.round(looked / share)) : 0,
      secondsLeft: left === null ? null : Math.round(left),
      note: `${rate.toFixed(rate < 10 ? 1 : 0)} frames/s, ${item}/${this.#items}`,
    };
  }
}
