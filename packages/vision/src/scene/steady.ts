import type { Lumen } from './lumen.js';
import type { Compared, Motion } from './motion.js';

/** What is kept of the pictures before, to answer calmly. Times in milliseconds of capture. */
export interface Steady {
  readonly lumen: Lumen | null;
  /** When it was last seen, and up to when it was moved with the view. */
  readonly lumenMs: number;
  readonly movedMs: number;
  /** Smoothed `Motion.approach`, null where it has not been known for a while. */
  readonly pace: number | null;
  readonly paceMs: number;
}

export const UNKNOWN: Steady = { lumen: null, lumenMs: 0, movedMs: 0, pace: null, paceMs: 0 };

/** Time constants of following, and how long something lost is still taken to be there. */
const LUMEN_MS = 200;
const LUMEN_HELD_MS = 500;
const PACE_MS = 300;
const PACE_HELD_MS = 500;
/** Another scene in sight: what was known of the old one is forgotten. */
const NEW_SCENE = 0.9;
/** Less sure than this is not shown. */
const LEAST_HELD = 0.3;

/**
 * Follows the lumen: it moves with the view, a sure sighting corrects it more than a doubtful one, and a new scene starts
 * afresh. Pure.
 */
export function steadyLumen(
  before: Steady,
  seen: Lumen | null,
  timeMs: number,
  { motion, change }: Compared,
): Steady {
  const held = change >= NEW_SCENE ? null : heldLumen(before, timeMs);
  if (held === null || before.lumen === null) {
    return { ...before, lumen: seen, lumenMs: seen === null ? before.lumenMs : timeMs, movedMs: timeMs };
  }
  const seconds = (timeMs - before.movedMs) / 1000;
  const [right, down] = motion?.shift ?? [0, 0];
  const [x, y] = before.lumen.at;
  const moved: Lumen = { ...before.lumen, at: [x + right * seconds, y + down * seconds] };
  if (seen === null) return { ...before, lumen: moved, movedMs: timeMs };
  const gap = timeMs - before.lumenMs;
  const fresh = 1 - Math.exp((-gap * seen.confidence) / (LUMEN_MS * held.confidence));
  const mix = (a: number, b: number): number => a + (b - a) * fresh;
  return {
    ...before,
    lumen: {
      at: [mix(moved.at[0], seen.at[0]), mix(moved.at[1], seen.at[1])],
      confidence: mix(moved.confidence, seen.confidence),
    },
    lumenMs: timeMs,
    movedMs: timeMs,
  };
}

/** The lumen as it is known at a time: one out of sight is held for half a second while its confidence fades. Pure. */
export function heldLumen({ lumen, lumenMs }: Steady, timeMs: number): Lumen | null {
  const gap = timeMs - lumenMs;
  if (lumen === null || gap > LUMEN_HELD_MS) return null;
  const confidence = lumen.confidence * (1 - gap / LUMEN_HELD_MS);
  return confidence < LEAST_HELD ? null : { at: lumen.at, confidence };
}

/** Follows the pace: surer measurements count for more; unknown for half a second, it is forgotten. Pure. */
export function steadyPace(before: Steady, motion: Motion | null, timeMs: number): Steady {
  const gap = Math.max(0, timeMs - before.paceMs);
  if (motion === null) return gap > PACE_HELD_MS ? { ...before, pace: null } : before;
  if (before.pace === null || gap > PACE_HELD_MS) return { ...before, pace: motion.approach, paceMs: timeMs };
  const fresh = 1 - Math.exp((-gap * motion.quality) / PACE_MS);
  return { ...before, pace: before.pace + (motion.approach - before.pace) * fresh, paceMs: timeMs };
}
