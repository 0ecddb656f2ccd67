import type { FrameFindings, LesionCandidate, Ms, Outline, Rect, ShownLesion } from '@haustra/domain';
import { associate } from './association.js';
import type { View } from './evidence.js';
import { Lesion } from './lesion.js';
import { moved, outlineOf } from './outline.js';
import { recognise } from './reentry.js';
import { Track } from './track.js';
import type { LesionSummary, Look, TrackerOptions, TrackerUpdate } from './types.js';

/** A box this much fainter than the lower operating point still carries a lesion along, but is never shown for itself. */
const FAINT_SHARE = 0.5;
/** A lesion not matched for this long is no longer followed by place; it is then known again by its looks. */
const FOLLOW_MS = 1000;
/** Boxes looked at in a frame, and lesions followed at a time; more is noise. */
const MOST_BOXES = 24;
const MOST_TRACKS = 32;
/** A box that lies in another one by this share is a part of it. */
const PART = 0.7;

/**
 * Gives one polyp one number through occlusion and re-entry, and decides what is on screen. Pure: time is the frames'
 * own, and the same findings give the same answers.
 */
export class LesionTracker {
  readonly #options: TrackerOptions;
  #show: number;
  #tracks: Track[] = [];
  /** Lesions with a number that are out of sight. */
  #resting: Lesion[] = [];
  #nextId: number;
  #nowMs: Ms | null = null;
  #shown: readonly ShownLesion[] = [];

  constructor(options: TrackerOptions) {
    this.#options = options;
    this.#show = options.operatingPoints[options.operatingPoint].show;
    this.#nextId = options.firstId ?? 1;
  }

  /**
   * Takes in the findings of the next frame, and what else is known of it. A frame older than the last one changes nothing.
   */
  update(findings: FrameFindings, { sharpness = null, lumen = null }: Look = {}): TrackerUpdate {
    const { timeMs, usable, field } = findings;
    if (this.#nowMs !== null && timeMs < this.#nowMs) return { shown: this.#shown, firstSight: [], left: [] };
    const dtS = this.#nowMs === null ? 0 : (timeMs - this.#nowMs) / 1000;
    this.#nowMs = timeMs;
    for (const track of this.#tracks) track.predict(dtS);
    this.#match(findings.lesions, timeMs, { usable, sharpness, lumen, field });
    this.#rest(timeMs);
    const firstSight = this.#number();
    const left = this.#leave();
    this.#shown = this.#tracks
      .filter((track) => track.rule.visible)
      .map((track) => this.#draw(track, findings))
      .sort((a, b) => a.id - b.id);
    return { shown: this.#shown, firstSight, left };
  }

  /** Another operating point, for the next frame on and at once: what it would have shown is shown. */
  setThreshold(show: number): void {
    if (show === this.#show) return;
    this.#show = show;
    for (const track of this.#tracks) track.rule.setThreshold(show);
  }

  /** What is known of the lesions on screen, by number; changes nothing. */
  inView(): LesionSummary[] {
    const visible = this.#tracks.filter((track) => track.wasVisible);
    return visible.flatMap((track) => this.#summary(track.lesion)).sort((a, b) => a.lesionId - b.lesionId);
  }

  /** The examination is over: what is known of the lesions that are still on screen. */
  finish(): LesionSummary[] {
    const known = this.inView();
    this.#tracks = [];
    this.#shown = [];
    return known;
  }

  /**
   * Lesions of an examination that is taken up again. Their numbers are not given out anew; how they look is not in a
   * summary, so that they are known again only within 5 s at the same place.
   */
  restore(summaries: readonly LesionSummary[]): void {
    for (const summary of summaries) {
      this.#resting = this.#resting.filter((lesion) => lesion.id !== summary.lesionId);
      this.#resting.push(Lesion.from(summary));
      this.#nextId = Math.max(this.#nextId, summary.lesionId + 1);
    }
  }

  #match(lesions: readonly LesionCandidate[], timeMs: Ms, view: View): void {
    const { A, B } = this.#options.operatingPoints;
    const lowest = Math.min(A.show, B.show, this.#show);
    const found = lesions.filter((lesion) => lesion.score >= lowest * FAINT_SHARE).slice(0, MOST_BOXES);
    const pairs = associate(this.#tracks, found, timeMs);
    const taken = new Set<number>();
    for (const [i, track] of this.#tracks.entries()) {
      const column = pairs[i] ?? -1;
      const candidate = found[column];
      if (candidate) {
        taken.add(column);
        track.found(candidate, timeMs, this.#show, view);
      } else track.missed(timeMs);
    }
    for (const [i, candidate] of found.entries()) {
      if (taken.has(i) || candidate.score < lowest || this.#tracks.length >= MOST_TRACKS) continue;
      if (this.#tracks.some(({ match }) => isCoveredBy(candidate, match))) continue;
      this.#tracks.push(new Track(candidate, timeMs, this.#show, view));
    }
  }

  /** Stops following what was not seen for long: lesions with a number go to rest, the others are forgotten. */
  #rest(timeMs: Ms): void {
    this.#tracks = this.#tracks.filter((track) => {
      if (track.match || track.wasVisible) return true;
      if (track.lesion.id === null) return track.rule.seenLately;
      if (timeMs - track.lastMatchedMs <= FOLLOW_MS) return true;
      this.#resting.push(track.lesion);
      return false;
    });
  }

  /** Gives numbers to what is on screen for the first time, old ones to lesions known from before. */
  #number(): number[] {
    const fresh = this.#tracks.filter((track) => track.rule.visible && track.lesion.id === null);
    if (fresh.length === 0) return [];
    const hidden = this.#tracks.filter((track) => !track.match && track.lesion.id !== null);
    const known = [...this.#resting, ...hidden.map((track) => track.lesion)];
    for (const { track, lesion } of recognise(fresh, known)) {
      const old = hidden.find((h) => h.lesion === lesion);
      if (old) track.wasVisible ||= old.wasVisible;
      this.#resting = this.#resting.filter((other) => other !== lesion);
      this.#tracks = this.#tracks.filter((other) => other !== old);
      track.lesion.continue(lesion);
    }
    const firstSight: number[] = [];
    for (const track of fresh) {
      if (track.lesion.id !== null) continue;
      const first = track.rule.found()[0];
      if (first) track.lesion.firstMs = first.timeMs;
      track.lesion.id = this.#nextId++;
      firstSight.push(track.lesion.id);
    }
    return firstSight;
  }

  #leave(): LesionSummary[] {
    const left: LesionSummary[] = [];
    for (const track of this.#tracks) {
      if (track.wasVisible && !track.rule.visible) left.push(...this.#summary(track.lesion));
      track.wasVisible = track.rule.visible;
    }
    return left;
  }

  #draw(track: Track, { mask, field }: FrameFindings): ShownLesion {
    const { lesion, match, shownBox: box } = track;
    let outline: Outline;
    if (match) {
      outline = outlineOf(mask, field, match.box);
      track.drawn = { outline, box };
    } else outline = track.drawn ? moved(track.drawn.outline, track.drawn.box, box) : [corners(box)];
    return {
      id: lesion.id ?? 0,
      box,
      score: track.score,
      outline,
      neoplastic: lesion.evidence.neoplastic,
      call: lesion.evidence.call(this.#options.typeCall),
      held: match === null || match.score < this.#show,
      firstMs: lesion.firstMs,
    };
  }

  #summary(lesion: Lesion): LesionSummary[] {
    const summary = lesion.summary(this.#options.typeCall);
    return summary ? [summary] : [];
  }
}

/** A second box on the same lesion: it lies for the most part in a better one. */
function isCoveredBy({ box, score }: LesionCandidate, better: LesionCandidate | null): boolean {
  if (!better || better.score < score) return false;
  const other = better.box;
  const w = Math.min(other.x + other.w, box.x + box.w) - Math.max(other.x, box.x);
  const h = Math.min(other.y + other.h, box.y + box.h) - Math.max(other.y, box.y);
  return w > 0 && h > 0 && (w * h) / Math.min(other.w * other.h, box.w * box.h) > PART;
}

function corners({ x, y, w, h }: Rect): [number, number][] {
  return [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
}
