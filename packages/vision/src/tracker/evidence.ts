import { LESION_BEST_FRAME, TYPE_CALL_FRAMES } from '@haustra/clinical';
import type { LesionSize, ModelManifest, Ms, Rect, TypeCall } from '@haustra/domain';
import { callOf } from '../prediction.js';
import type { Place } from '../scene/lumen.js';
import { sizeByPlace } from '../size/place-size.js';
import { SizeBook } from '../size/size-book.js';

const { leastFrames, usableAbove, sharpAbove } = TYPE_CALL_FRAMES.values;

/** How much can be made out in one frame. */
export interface View {
  /** Probability that the view is any good. */
  readonly usable: number;
  /** As `Clarity.sharpness`, 0..1; null where it was not measured. */
  readonly sharpness: number | null;
  /** Where the lumen goes on, in fractions of the picture; null where it was not seen. */
  readonly lumen: Place | null;
  /** The visible field of the picture. */
  readonly field: Rect;
}

/** Clear enough to count for a call; rule `type-call-frames`. */
const isClear = ({ usable, sharpness }: View): boolean =>
  usable >= usableAbove && (sharpness === null || sharpness >= sharpAbove);

/** Up to 1, where the picture is sharp enough or nothing is known of it; rule `lesion-best-frame`. */
const sharpEnough = ({ sharpness }: View): number =>
  sharpness === null ? 1 : Math.min(1, sharpness / LESION_BEST_FRAME.values.sharpEnough);

/** What the frames so far say of one lesion: its nature, its size, and the frame that shows it best. */
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
  readonly #sizes = new SizeBook();

  constructor(timeMs: Ms, box: Rect) {
    this.bestMs = timeMs;
    this.bestBox = box;
  }

  /** One frame in which the lesion was found. */
  add(timeMs: Ms, box: Rect, score: number, neoplastic: number, view: View): void {
    this.frames++;
    this.#latest = neoplastic;
    const quality = score * view.usable * sharpEnough(view);
    if (quality > this.#quality) {
      this.#quality = quality;
      this.bestMs = timeMs;
      this.bestScore = score;
      this.bestBox = box;
    }
    if (!isClear(view)) return;
    const mm = view.lumen === null ? null : sizeByPlace(box, view.lumen, view.field);
    if (mm !== null) this.#sizes.add(mm);
    this.#clear++;
    this.#weight += score;
    this.#sum += score * neoplastic;
  }

  /** Mean over the clear frames, weighted by score: a mean of calibrated values never grows more sure than they are. */
  get neoplastic(): number {
    return this.#weight > 0 ? this.#sum / this.#weight : this.#latest;
  }

  /** As estimated from the clear frames in which its place says something; null where there is none. */
  get size(): LesionSize | null {
    return this.#sizes.size;
  }

  /** Never without enough clear frames; rule `type-call-frames`. */
  call(thresholds: ModelManifest['typeCall']): TypeCall {
    return this.#clear < leastFrames ? 'no-call' : callOf(this.neoplastic, thresholds);
  }

  /** Adds what was known of the same lesion before. */
  join(before: Evidence): void {
    this.frames += before.frames;
    this.#weight += before.#weight;
    this.#sum += before.#sum;
    this.#clear += before.#clear;
    this.#sizes.join(before.#sizes);
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
    readonly size: LesionSize | null;
  }): Evidence {
    const evidence = new Evidence(known.bestFrameMs, known.box);
    evidence.frames = known.frames;
    evidence.bestScore = known.bestScore;
    evidence.#quality = known.bestScore;
    // How many of the frames were clear is not in a summary; a call shows that there were enough.
    evidence.#clear = known.call === 'no-call' ? 0 : Math.max(leastFrames, known.frames);
    evidence.#weight = evidence.#clear * known.bestScore;
    evidence.#sum = evidence.#weight * known.neoplastic;
    evidence.#latest = known.neoplastic;
    if (known.size !== null) evidence.#sizes.add(known.size.mm, known.size.frames);
    return evidence;
  }
}
