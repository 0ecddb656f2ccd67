import type { Ms } from '@haustra/domain';

/** Found in 3 of the last 5 frames before it is shown (field notes, 6.3: alarm hygiene). */
const WINDOW = 5;
const FOUND = 3;
/** Shown for this long after it was last found, milliseconds of examination time at any frame rate. */
export const HOLD_MS = 400;
/** Length of the past that a change of the operating point looks back over. */
const MEMORY_MS = 2000;
const MEMORY_FRAMES = 240;

interface Sighting {
  readonly timeMs: Ms;
  /** 0 where it was not found. */
  readonly score: number;
}

/**
 * Whether one lesion is on screen: in after 3 of 5 frames, out 0.4 s after it was last found. "Found" is by the operating
 * point; the past is kept as scores, so that a switch of the point shows at once what the other would have shown.
 */
export class DisplayRule {
  readonly #past: Sighting[] = [];
  #show: number;
  #visible = false;

  constructor(show: number) {
    this.#show = show;
  }

  get visible(): boolean {
    return this.#visible;
  }

  /** A frame at `timeMs` in which the lesion was found with `score`, or 0 where it was not. */
  add(timeMs: Ms, score: number): void {
    this.#past.push({ timeMs, score });
    while (this.#past.length > MEMORY_FRAMES || this.#isOld(timeMs)) this.#past.shift();
    this.#step(this.#past.length - 1);
  }

  /** Another operating point, from now on and at once. */
  setThreshold(show: number): void {
    this.#show = show;
    this.#visible = false;
    for (let i = 0; i < this.#past.length; i++) this.#step(i);
  }

  /** Scores of the last five frames that count as found, oldest first, with their times. */
  found(): Sighting[] {
    return this.#past.slice(-WINDOW).filter((s) => s.score >= this.#show);
  }

  /** True when it was seen at all, at any score, in the last five frames. */
  get seenLately(): boolean {
    return this.#past.slice(-WINDOW).some((s) => s.score > 0);
  }

  #isOld(timeMs: Ms): boolean {
    const first = this.#past[0];
    return this.#past.length > WINDOW && first !== undefined && timeMs - first.timeMs > MEMORY_MS;
  }

  #step(last: number): void {
    const now = this.#past[last]?.timeMs ?? 0;
    let found = 0;
    let held = false;
    for (let i = last; i >= 0; i--) {
      const sighting = this.#past[i];
      if (!sighting) break;
      const inWindow = i > last - WINDOW;
      const inHold = now - sighting.timeMs <= HOLD_MS;
      if (!inWindow && !inHold) break;
      if (sighting.score < this.#show) continue;
      if (inWindow) found++;
      if (inHold) held = true;
    }
    this.#visible = this.#visible ? held : found >= FOUND && held;
  }
}
