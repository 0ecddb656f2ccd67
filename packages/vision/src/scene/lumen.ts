import { CUES, lumenCues, PLACES } from './lumen-cues.js';
import type { SmallPicture } from './small-picture.js';

/** x, y in fractions of the visible field (or, where it is said, of the whole picture). */
export type Place = readonly [x: number, y: number];

/** Where the lumen goes on. */
export interface Lumen {
  readonly at: Place;
  /** 0..1: how sure it is that the lumen is in view and there. */
  readonly confidence: number;
}

/**
 * Weights of the cues, fitted as a multinomial logistic model on phantom seeds 1 and 2 and on the tuning half of the real
 * pictures labelled in `bench/labels/lumen-direction.json`, then rounded.
 */
const WEIGHTS = [1.5, 4.5, 6, 10, -5.5] as const;
/** The answer is the mean place within this of the best one, in fractions of the field. */
const AROUND = 0.16;
/** Confidence is ½ where this much of the probability lies around the best place, and rises this steeply. */
const HALF_SURE = 0.48;
const STEEP = 6.5;
const LEAST_CONFIDENCE = 0.5;
/** A lumen is darker than the bright wall by at least this part of its brightness; a wall alone is not. */
const LEAST_DARK = 0.15;

/**
 * Finds the lumen of one picture: dark, deep, and where the slopes of brightness lead to. Null where none is to be seen
 * (wall, red-out, too little in view). Pure.
 */
export function findLumen(picture: SmallPicture): Lumen | null {
  const cues = lumenCues(picture);
  if (cues === null) return null;
  const places = PLACES * PLACES;
  const chance = new Float64Array(places);
  let best = 0;
  for (let i = 0; i < places; i++) {
    let score = 0;
    for (let c = 0; c < CUES; c++) score += (WEIGHTS[c] ?? 0) * (cues[i * CUES + c] ?? 0);
    chance[i] = score;
    if (score > (chance[best] ?? 0)) best = i;
  }
  if ((cues[best * CUES + 1] ?? 0) < LEAST_DARK) return null;
  const top = chance[best] ?? 0;
  const bestU = best % PLACES;
  const bestV = (best - bestU) / PLACES;
  const reach = (AROUND * PLACES) ** 2;
  let all = 0;
  let near = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i < places; i++) {
    const share = Math.exp((chance[i] ?? 0) - top);
    all += share;
    const u = i % PLACES;
    const v = (i - u) / PLACES;
    if ((u - bestU) ** 2 + (v - bestV) ** 2 >= reach) continue;
    near += share;
    x += share * (u + 0.5);
    y += share * (v + 0.5);
  }
  const confidence = 1 / (1 + Math.exp(-STEEP * (near / all - HALF_SURE)));
  return confidence < LEAST_CONFIDENCE ? null : { at: [x / near / PLACES, y / near / PLACES], confidence };
}
