import { OWN, type Rule } from './rule.js';

/** The rules by which cleanliness, place and pictures are written down. */

export const BBPS_SEGMENT = {
  id: 'bbps-segment',
  issuer: 'BBPS (Lai; Calderwood); the shares are settings of the engine',
  statement:
    'A segment is scored in withdrawal, after washing: 0 stool that cannot be cleared, 1 parts of the wall hidden, 2 minor residue, 3 all seen. Each stretch counts by its best lasting state, the segment by the state that a quarter of its stretches do not reach.',
  source: 'Reviews citing Lai 2009 and Calderwood 2014; the shares of covered wall are not theirs',
  year: 2014,
  verified: false,
  values: {
    /** Covered share of the visible wall below which the score is 3, 2, 1; above the last it is 0. */
    residueBelow: [0.03, 0.2, 0.75],
    stoolAbove: 0.5,
    usableAbove: 0.5,
    lastingMs: 2000,
    breakCosts: 2,
    stretchMs: 8000,
    longestStretchMs: 60_000,
    /** Net shrinking of the picture (natural logarithm) from which the scope has moved on. */
    movedBy: 0.5,
    lowShare: 0.25,
    leastMs: 4000,
    leastFrames: 20,
  },
} as const satisfies Rule<unknown>;

export const WHEREABOUTS = {
  ...OWN,
  id: 'whereabouts',
  statement:
    'Where the scope is in withdrawal is estimated from time and motion since the caecum; a region is named from a probability of 0.6, one of six segments from 0.8.',
  values: {
    regionAbove: 0.6,
    segmentAbove: 0.8,
    /** Usual stay in withdrawal, seconds; recalled proportions of about seven minutes. */
    stayS: { caecum: 45, ascending: 75, transverse: 105, descending: 75, sigmoid: 80, rectum: 45 },
    /** Steps that each segment is cut into: the more, the less the stay varies. */
    steps: 4,
    /** Shrinking of the picture a second that goes with the usual stay: about 1 m of bowel of 25 mm radius in seven minutes. */
    usualSpeed: 0.1,
    fastest: 4,
    obscuredRate: 0.5,
    flexureGain: 3,
  },
} as const satisfies Rule<unknown>;

export const PHOTO_LIST = {
  id: 'photo-list',
  issuer: 'ESGE',
  statement:
    'Colonoscopy is documented by pictures of named places; the caecum by appendiceal orifice and ileocaecal valve, or by the terminal ileum.',
  source: 'ESGE 2001 and the extended review of 2017 as recalled; the list was not compared',
  year: 2017,
  verified: false,
  values: { usableAbove: 0.6, sharpAbove: 0.4, fitAbove: 0.5 },
} as const satisfies Rule<unknown>;

export const PHOTO_LIST_UPPER = {
  id: 'photo-list-upper',
  issuer: 'Systematic screening of the stomach (Yao)',
  statement:
    'The stomach is documented by 22 pictures: four walls each of antrum, lower and upper body forward and of the fundus retroflexed, three each of the upper body and the angulus retroflexed.',
  source: 'Yao 2013: the number as found in reviews, the sites as recalled; the list was not compared',
  year: 2013,
  verified: false,
  values: { pictures: 22 },
} as const satisfies Rule<unknown>;

export const PHOTO_SCOUT = {
  ...OWN,
  id: 'photo-scout',
  statement:
    'The best still of a place without a picture is taken by itself once the place was left for 2 s, or 10 s after its first good view.',
  values: {
    waitMs: 10_000,
    goneMs: 2000,
    /** Part by which a still must be better to take the place of the one held, and how soon after it. */
    betterBy: 0.05,
    stillEveryMs: 700,
  },
} as const satisfies Rule<unknown>;

export const RECORD_RULES = [BBPS_SEGMENT, WHEREABOUTS, PHOTO_LIST, PHOTO_LIST_UPPER, PHOTO_SCOUT] as const;
