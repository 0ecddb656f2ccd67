import { iou } from '@haustra/domain';
import type { Lesion } from './lesion.js';
import type { Track } from './track.js';

/**
 * Likeness that a lesion out of sight needs to be the same one, by how long it was gone. Measured on CVC-ClinicDB (val and
 * test, 8 sequences; the first half of a sequence against means of three frames of the second half, and of the others):
 * at 0.65 two thirds are known again and 3 % of the others are taken for them, at 0.7 a half and 0.5 %, at 0.75 a
 * quarter and 0.1 %. After a long time there are more others, so that it takes more.
 */
const STEPS = [
  { upToMs: 2_000, likeness: 0.6 },
  { upToMs: 60_000, likeness: 0.68 },
  { upToMs: 600_000, likeness: 0.74 },
  { upToMs: Number.POSITIVE_INFINITY, likeness: 0.8 },
] as const;
/** A lesion whose looks are not known, as after a restart, is known again only by time and place. */
const BLIND_MS = 5_000;
const BLIND_IOU = 0.3;

/** A track about to get a number turns out to be a lesion that has one. */
export interface Reentry {
  readonly track: Track;
  readonly lesion: Lesion;
}

/**
 * Which of the tracks about to get their first number are lesions known from before, the likest pair first; each lesion
 * is given out once. A lesion that was still seen when the track began is another one.
 */
export function recognise(fresh: readonly Track[], known: readonly Lesion[]): Reentry[] {
  const pairs: (Reentry & { likeness: number })[] = [];
  for (const track of fresh) {
    for (const lesion of known) {
      const gapMs = track.bornMs - lesion.lastFoundMs;
      if (gapMs <= 0) continue;
      const likeness = likenessOf(track, lesion, gapMs);
      const needed = STEPS.find((step) => gapMs <= step.upToMs)?.likeness ?? 1;
      if (likeness >= needed) pairs.push({ track, lesion, likeness });
    }
  }
  pairs.sort((a, b) => b.likeness - a.likeness || (a.lesion.id ?? 0) - (b.lesion.id ?? 0));
  const chosen: Reentry[] = [];
  for (const { track, lesion } of pairs) {
    if (chosen.some((c) => c.track === track || c.lesion === lesion)) continue;
    chosen.push({ track, lesion });
  }
  return chosen;
}

function likenessOf(track: Track, lesion: Lesion, gapMs: number): number {
  if (lesion.appearance.known) return lesion.appearance.likeEver(track.lesion.appearance);
  return gapMs <= BLIND_MS && iou(track.box, lesion.lastBox) >= BLIND_IOU ? 1 : -1;
}
