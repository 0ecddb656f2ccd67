import type { ModelManifest, Ms, Rect, TypeCall } from '@haustra/domain';
import { callOf } from '../prediction.js';

/** Frames with a usable view that a call needs. */
const FRAMES_FOR_A_CALL = 5;
const USABLE = 0.5;

/** What the frames so far say of one lesion: its nature, and the frame that shows it best. */
export class Evidence {
  frames = 0;
  bestMs: Ms;
  bestScore = 0;
  bestBox: Rect;
  #quality = -1;
  #weight = 0;
  #sum = 0;
  #clear = 0;
  #latest = 0.5;

  constructor(timeMs: Ms, box: Rect) {
    this.bestMs = timeMs;
    this.bestBox = box;
  }

  /** One frame in which the lesion was found; `usable` is the probability that the view is any good. */
  add(timeMs: Ms, box: Rect, score: number, neoplastic: number, usable: number): void {
    this.frames++;
    this.#latest = neoplastic;
    const quality = score * usable;
    if (quality > this.#quality) {
      this.#quality = quality;
      this.bestMs = timeMs;
      this.bestScore = score;
      this.bestBox = box;
    }
    if (usable < USABLE) return;
    this.#clear++;
    this.#weight += score;
    this.#sum += score * neoplastic;
  }

  /** Mean over the clear frames, weighted by score: a mean of calibrated values never grows more sure than they are. */
  get neoplastic(): number {
    return this.#weight > 0 ? this.#sum / this.#weight : this.#latest;
  }

  call(thresholds: ModelManifest['typeCall']): TypeCall {
    return this.#clear < FRAMES_FOR_A_CALL ? 'no-call' : callOf(this.neoplastic, thresholds);
  }

  /** Adds what was known of the same lesion before. */
  join(before: Evidence): void {
    this.frames += before.frames;
    this.#weight += before.#weight;
    this.#sum += before.#sum;
    this.#clear += before.#clear;
    if (before.#quality <= this.#quality) return;
    this.#quality = before.#quality;
    this.bestMs = before.bestMs;
    this.bestScore = before.bestScore;
    this.bestBox = before.bestBox;
  }

  /** What a summary tells of earlier frames. */
  static from(known: {
    readonly bestFrameMs: Ms;
    readonly box: Rect;
    readonly frames: number;
    readonly bestScore: number;
    readonly neoplastic: number;
    readonly call: TypeCall;
  }): Evidence {
    const evidence = new Evidence(known.bestFrameMs, known.box);
    evidence.frames = known.frames;
    evidence.bestScore = known.bestScore;
    evidence.#quality = known.bestScore;
    // How many of the frames were clear is not in a summary; a call shows that there were enough.
    evidence.#clear = known.call === 'no-call' ? 0 : Math.max(FRAMES_FOR_A_CALL, known.frames);
    evidence.#weight = evidence.#clear * known.bestScore;
    evidence.#sum = evidence.#weight * known.neoplastic;
    evidence.#latest = known.neoplastic;
    return evidence;
  }
}
