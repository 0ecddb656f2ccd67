import type { Ms } from '@haustra/domain';

/** Found in 3 of the last 5 frames before it is shown (field notes, 6.3: alarm hygiene). */
const WINDOW = 5;
const FOUND = 3;
/** Shown for this long after it was last found, milliseconds of examination time at any frame rate. */
const HOLD_MS = 400;
/** What was seen only briefly is held only briefly: half the time it was found for, at least this long. */
const SHORTEST_HOLD_MS = 100;
/** Length of the past that a change of the operating point looks back over. */
const MEMORY_MS = 2000;
const MEMORY_FRAMES = 240;

interface Sighting {
  readonly timeMs: Ms;
  /** 0 where it was not found. */
  readonly score: number;
}

/**
 * Whether one lesion is on screen: in after 3 of 5 frames, out 0.4 s after it was last found (sooner where it was found
 * for less than 0.8 s, so that a short false alarm does not stay for long). "Found" is by the operating point; the past is kept as scores, so that a switch of the point shows at once what the other would have shown.
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
    let inWindow = 0;
    let first: number | null = null;
    let latest: number | null = null;
    for (let i = last; i >= 0; i--) {
      const sighting = this.#past[i];
      if (!sighting || sighting.score < this.#show) continue;
      if (i > last - WINDOW) inWindow++;
      latest ??= sighting.timeMs;
      first = sighting.timeMs;
    }
    if (first === null || latest === null) {
      this.#visible = false;
      return;
    }
    const hold = Math.min(HOLD_MS, Math.max(SHORTEST_HOLD_MS, (latest - first) / 2));
    const held = now - latest <= hold;
    this.#visible = this.#visible ? held : inWindow >= FOUND && held;
  }
}
