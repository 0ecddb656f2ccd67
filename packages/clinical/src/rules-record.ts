import { OWN, type Rule } from './rule.js';

/** The rules by which cleanliness, place and pictures are written down. */

export const BBPS_SEGMENT = {
  id: 'bbps-segment',
  issuer: 'BBPS (Lai; Calderwood); the shares are settings of the engine',
  statement:
    'A segment is scored in withdrawal and, for the caecum, from when it was reached, after washing: 0 stool that cannot be cleared, 1 parts of the wall hidden, 2 minor residue, 3 all seen. Each stretch counts by its best lasting state; the segment by the mean share of wall that stays covered, or, where that is not measured, by the state that a quarter of its stretches do not reach.',
  source: 'Reviews citing Lai 2009 and Calderwood 2014; the shares of covered wall are not theirs',
  year: 2014,
  verified: false,
  values: {
    /** Covered share of the visible wall below which the score is 3, 2, 1; above the last it is 0. Of the whole wall it is more: what lies in folds is not seen. */
    residueBelow: [0.035, 0.17, 0.7],
    stoolAbove: 0.5,
    usableAbove: 0.5,
    lastingMs: 2000,
    breakCosts: 2,
    smoothingMs: 1500,
    /** A stretch begins every so many radii of drawing back, and is watched for so many. */
    everyBy: 0.5,
    watchedBy: 2,
    /** Drawing back, radii a second, where motion is not known. */
    usualSpeed: 0.25,
    lowShare: 0.25,
    leastMs: 4000,
    leastFrames: 20,
  },
} as const satisfies Rule<unknown>;

export const WHEREABOUTS = {
  ...OWN,
  id: 'whereabouts',
  statement:
    'Where the scope is in withdrawal is estimated by how far it was drawn back, as a share of how far it had gone in, and by usual stays where motion is not known; a region is named from a probability of 0.6, one of six segments from 0.8.',
  values: {
    regionAbove: 0.6,
    segmentAbove: 0.8,
    /** Usual stay in withdrawal, seconds; recalled proportions of about seven minutes. */
    stayS: { caecum: 45, ascending: 75, transverse: 105, descending: 75, sigmoid: 80, rectum: 45 },
    /**
     * Share of the way in radii of the bowel: lengths of 6, 20, 45, 25, 40 and 15 cm over radii of 3, 2.6, 2.25, 2, 1.8 and
     * 2.4 cm; textbook proportions as recalled, not compared.
     */
    shares: {
      caecum: 0.028,
      ascending: 0.109,
      transverse: 0.283,
      descending: 0.177,
      sigmoid: 0.315,
      rectum: 0.088,
    },
    /** How far the borders of segments vary between people, a standard deviation, as a share of the way. */
    boundSpread: 0.03,
    /** Uncertainty of a way followed, as a share of it. */
    drift: 0.15,
    /** The whole way where it was not watched, as `approach` sums up; and how many times more or less is not believed. */
    usualWay: 36,
    oddWay: 2,
    /** Uncertainty of how far the scope has gone, as a share of it, where the caecum was not reached. */
    waySpread: 0.25,
    /** Drawing back is read as so much of the same way going in (the phantom: 0.67 to 0.82). */
    backReads: 0.78,
    obscuredRate: 0.5,
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
