import type { LesionSize } from '@haustra/domain';

/** Sizes are counted in steps of 2 %, from 1 mm to about 100 mm: the median of any number of frames in fixed room. */
const STEP = Math.log(1.02);
const BINS = 233;

/** Estimates of the size of one lesion, one a frame. */
export class SizeBook {
  readonly #counts = new Uint32Array(BINS);
  #frames = 0;

  add(mm: number, frames = 1): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.round(Math.log(mm) / STEP)));
    this.#counts[bin] = (this.#counts[bin] ?? 0) + frames;
    this.#frames += frames;
  }

  /** Adds what was known of the same lesion before. */
  join(before: SizeBook): void {
    for (let bin = 0; bin < BINS; bin++)
      this.#counts[bin] = (this.#counts[bin] ?? 0) + (before.#counts[bin] ?? 0);
    this.#frames += before.#frames;
  }

  /** Median in mm, and of how many frames; null where there is none. */
  get size(): LesionSize | null {
    if (this.#frames === 0) return null;
    let bin = 0;
    for (let below = this.#counts[0] ?? 0; 2 * below < this.#frames; below += this.#counts[bin] ?? 0) bin++;
    return { mm: Math.exp(bin * STEP), frames: this.#frames };
  }
}
