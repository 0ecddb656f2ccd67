import { OWN, type Rule } from './rule.js';

/** The rules for what is said of a lesion over time. */

export const TYPE_CALL_FRAMES = {
  ...OWN,
  id: 'type-call-frames',
  statement:
    'The nature of a lesion is called only from 5 frames or more in which it was found at the operating point, the view was usable, and, where sharpness is measured, the picture was sharp. Otherwise there is no call.',
  values: {
    leastFrames: 5,
    usableAbove: 0.5,
    /** As `Clarity.sharpness` measures it: about 99 % of pictures of polyps in public collections reach it, and 5 % of the same when blurred by 3 % of their width. */
    sharpAbove: 0.5,
  },
} as const satisfies Rule<unknown>;

export const LESION_BEST_FRAME = {
  ...OWN,
  id: 'lesion-best-frame',
  statement:
    'The photo of a lesion is the frame with the highest product of score, probability of a usable view, and sharpness up to what is sharp enough: beyond that more sharpness does not make up for a lesion that is seen less well.',
  values: {
    /** As `Clarity.sharpness`; all but about 5 % of pictures of polyps in public collections reach it. */
    sharpEnough: 0.6,
  },
} as const satisfies Rule<unknown>;

export const LESION_SIZE = {
  ...OWN,
  id: 'lesion-size',
  statement:
    'Diminutive up to 5 mm, small 6 to 9 mm, large from 10 mm. Where no size was measured otherwise it is estimated from the place on the wall of a tube of 21 mm radius, and a class is given only where it is 80 % sure, allowing for a colon, a lens and a measurement that differ.',
  source:
    'Bins as generally used; radius and angle of view as recalled of colons and scopes, spread by judgement; tried on a rendered colon only',
  values: {
    /** Bounds between whole millimetres. */
    diminutiveBelowMm: 5.5,
    largeFromMm: 9.5,
    radiusMm: 21,
    viewDeg: 150,
    /** From the lumen, radians: nearer it the distance is too uncertain, further the wall lies behind the scope. */
    leastAngle: 0.5,
    mostAngle: 1.9,
    leastFrames: 3,
    /** Standard deviation of the logarithm: radius 0.3 and measurement 0.2 together. */
    logSpread: 0.36,
    sureAbove: 0.8,
  },
} as const satisfies Rule<unknown>;

export const LESION_RULES = [TYPE_CALL_FRAMES, LESION_BEST_FRAME, LESION_SIZE] as const;
