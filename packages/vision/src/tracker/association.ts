import { iou, type LesionCandidate, type Ms, type Rect } from '@haustra/domain';
import { assign } from './assignment.js';
import type { Track } from './track.js';

/** Weights of what speaks against a pair: boxes apart, centres apart, looks apart. */
const APART = 0.4;
const FAR = 0.3;
const UNLIKE = 0.6;
/** A pair dearer than this is not the same lesion. */
const LIMIT = 1;
/** How far, in mean box sizes, a lesion may be from where it is expected; more for each second without a sighting. */
const REACH = 0.7;
const REACH_A_SECOND = 1.5;
/** After a longer gap place says little, and the looks must agree. */
const LONG_GAP_MS = 1000;
const ALIKE = 0.6;
/** Likeness taken for a lesion whose looks are not known yet. */
const NEUTRAL = 0.6;
/** A lesion with a number comes before one that was hardly seen. */
const NUMBERED_BONUS = 0.05;

/**
 * Which of this frame's boxes belongs to which track, by place, size, direction of movement and looks together.
 * @returns for each track the index of its box, or -1
 */
export function associate(
  tracks: readonly Track[],
  found: readonly LesionCandidate[],
  nowMs: Ms,
): Int32Array {
  const cost = new Float64Array(tracks.length * found.length);
  for (let t = 0; t < tracks.length; t++) {
    const track = tracks[t];
    if (!track) continue;
    const box = track.box;
    for (let f = 0; f < found.length; f++) {
      const candidate = found[f];
      cost[t * found.length + f] = candidate ? price(track, box, candidate, nowMs) : Number.POSITIVE_INFINITY;
    }
  }
  return assign(cost, tracks.length, found.length, LIMIT);
}

function price(track: Track, box: Rect, candidate: LesionCandidate, nowMs: Ms): number {
  const gapMs = nowMs - track.lastMatchedMs;
  const overlap = iou(box, candidate.box);
  const distance = separation(box, candidate.box);
  if (overlap < 0.1 && distance > REACH + (REACH_A_SECOND * gapMs) / 1000) return Number.POSITIVE_INFINITY;
  const { appearance, id } = track.lesion;
  const likeness = appearance.known ? appearance.likeNow(candidate.embedding) : NEUTRAL;
  if (gapMs > LONG_GAP_MS && likeness < ALIKE) return Number.POSITIVE_INFINITY;
  return (
    APART * (1 - overlap) +
    FAR * Math.min(1, distance) +
    UNLIKE * (1 - likeness) -
    (id === null ? 0 : NUMBERED_BONUS)
  );
}

/** Distance of the centres in mean box diagonals. */
function separation(a: Rect, b: Rect): number {
  const dx = a.x + a.w / 2 - (b.x + b.w / 2);
  const dy = a.y + a.h / 2 - (b.y + b.h / 2);
  return (2 * Math.hypot(dx, dy)) / (Math.hypot(a.w, a.h) + Math.hypot(b.w, b.h));
}
