import { clip, type LesionCandidate, type Ms, type Outline, type Rect } from '@haustra/domain';
import { DisplayRule } from './display-rule.js';
import type { View } from './evidence.js';
import { Lesion } from './lesion.js';
import { Motion } from './motion.js';

/** One lesion that is being followed from frame to frame. */
export class Track {
  readonly lesion: Lesion;
  readonly rule: DisplayRule;
  readonly bornMs: Ms;
  readonly #motion: Motion;
  /** Last time that any box, however faint, was taken for it. */
  lastMatchedMs: Ms;
  /** This frame's box for it, null where there is none. */
  match: LesionCandidate | null;
  /** Score when it was last found at the operating point. */
  score = 0;
  /** It was on screen with the frame before. */
  wasVisible = false;
  /** Its last outline, and the box it belongs to. */
  drawn: { readonly outline: Outline; readonly box: Rect } | null = null;

  constructor(found: LesionCandidate, timeMs: Ms, show: number, view: View) {
    this.lesion = new Lesion(timeMs, found.box);
    this.rule = new DisplayRule(show);
    this.#motion = new Motion(found.box);
    this.bornMs = timeMs;
    this.lastMatchedMs = timeMs;
    this.match = found;
    this.#sighted(found, timeMs, show, view);
  }

  /** Where it is expected, or after a match, where it is; smoothed, in fractions of the picture. */
  get box(): Rect {
    return this.#motion.box;
  }

  get shownBox(): Rect {
    return clip(this.#motion.box);
  }

  predict(dtS: number): void {
    this.#motion.predict(dtS, this.match === null);
    this.match = null;
  }

  /** This frame's box was taken for it. */
  found(candidate: LesionCandidate, timeMs: Ms, show: number, view: View): void {
    this.#motion.correct(candidate.box, (timeMs - this.lastMatchedMs) / 1000);
    this.match = candidate;
    this.lastMatchedMs = timeMs;
    this.#sighted(candidate, timeMs, show, view);
  }

  missed(timeMs: Ms): void {
    this.rule.add(timeMs, 0);
  }

  #sighted(candidate: LesionCandidate, timeMs: Ms, show: number, view: View): void {
    this.rule.add(timeMs, candidate.score);
    // A faint box moves the outline along but is no evidence.
    if (candidate.score < show) return;
    this.score = candidate.score;
    this.lesion.lastFoundMs = timeMs;
    this.lesion.lastBox = candidate.box;
    this.lesion.appearance.add(candidate.embedding);
    this.lesion.evidence.add(timeMs, candidate.box, candidate.score, candidate.neoplastic, view);
  }
}
