import { type Fitted, fitFlow, STILL } from './fit.js';
import type { Place } from './lumen.js';
import type { Texture } from './texture.js';

/** How the view moved between two pictures. Rates are a second, so that they do not depend on the frame rate. */
export interface Motion {
  /**
   * How fast the wall flows away from the lumen: positive the scope goes in, negative it is drawn back. About the way
   * travelled in radii of the bowel, but that depends on the lens: a relative measure, not calibrated in millimetres.
   */
  readonly approach: number;
  /** How fast the view shifts to the right and down (the scope turns the other way), in fields a second. */
  readonly shift: readonly [x: number, y: number];
  /** How fast the picture turns, radians a second, clockwise as seen. */
  readonly roll: number;
  /** 0..1: how far the two pictures agree once the motion is taken out. */
  readonly quality: number;
}

/** Rounds of fitting in the small and in the large texture. */
const ROUNDS = [4, 3] as const;
/** Likeness at which nothing is known, and at which all is. */
const UNLIKE = 0.5;
const ALIKE = 0.95;
/** Less of the picture in common says nothing. */
const LEAST_OVERLAP = 0.4;
/** Local contrast (log brightness) below which there is nothing to hold on to, and above which there is enough. */
const PLAIN = 0.015;
const DETAILED = 0.04;

/** What a comparison of two pictures says. */
export interface Compared {
  /** Null where it cannot be known: too plain, too little in common, or another scene. */
  readonly motion: Motion | null;
  /** 0..1: how much of what was seen is seen no more, whatever moved; 0 where both are too plain to say. */
  readonly change: number;
}

/**
 * Compares the textures of two pictures `seconds` (> 0) apart. `lumen` is where the lumen lies in the earlier one, in
 * fractions of the field; the middle of the field where it is not known. Pure.
 */
export function compareTextures(
  before: readonly Texture[],
  after: readonly Texture[],
  lumen: Place | null,
  seconds: number,
): Compared {
  const centre = lumen === null ? ([0, 0] as const) : ([2 * lumen[0] - 1, 2 * lumen[1] - 1] as const);
  let found: Fitted = { flow: STILL, likeness: 0, overlap: 0 };
  let contrast = Number.POSITIVE_INFINITY;
  before.forEach((texture, i) => {
    const later = after[i];
    if (later === undefined) return;
    found = fitFlow(texture, later, centre, found.flow, ROUNDS[i] ?? 1);
    contrast = Math.min(texture.spread, later.spread);
  });
  const { flow, likeness, overlap } = found;
  const detail = ramp(contrast, PLAIN, DETAILED);
  const quality = detail * ramp(likeness, UNLIKE, ALIKE);
  const change = detail * ramp(ALIKE - likeness, 0, ALIKE - UNLIKE);
  if (quality === 0 || overlap < LEAST_OVERLAP) return { motion: null, change };
  return {
    motion: {
      approach: flow.expansion / seconds,
      shift: [flow.shiftX / 2 / seconds, flow.shiftY / 2 / seconds],
      roll: flow.roll / seconds,
      quality,
    },
    change,
  };
}

/** 0 up to `low`, 1 from `high`, straight between. */
function ramp(value: number, low: number, high: number): number {
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
