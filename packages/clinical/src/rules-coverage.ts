import { OWN, type Rule } from './rule.js';

/** The rules by which it is judged how much of the wall was seen. Lengths in radii of the bowel, as the picture tells them. */

export const COVERAGE = {
  ...OWN,
  id: 'coverage',
  statement:
    'Wall counts as seen on the way back as far as it was looked at, bare and lit, while it lay 0.2 to 1.4 radii ahead of the tip; the depth is the shrinking of the picture added up. As an indicator it has no target.',
  source: 'Setting of the engine, fitted on rendered phantoms only; no guideline gives one',
  values: {
    /** Length of wall that is followed as one. */
    row: 0.2,
    /** Looks (a second of the whole sector) after which wall is seen for all but 1/e of it. */
    look: 0.3,
    /** How far a second of looking moves what is held of the bare share, up and down: what was washed counts more. */
    up: 0.6,
    down: 0.2,
    usableAbove: 0.5,
    /** No scope is drawn faster (radii a second), and no colon is longer. */
    fastest: 4,
    longest: 200,
    /** A sector counts as seen from this share of it, a fold (a stretch of `fold`) when so many sectors are. */
    seenAbove: 0.5,
    fold: 1,
    foldSectors: 10,
    /** The last stretch is so long. */
    stretch: 4,
    /** Up to so far ahead of the tip wall counts as being here. */
    here: 1,
  },
} as const satisfies Rule<unknown>;

export const SECOND_LOOK = {
  ...OWN,
  id: 'second-look',
  statement:
    'A second look is suggested, where guidance is asked for, when less than half of the wall was seen over the last 4 radii of the way back; at most once in 2 minutes.',
  values: { below: 0.5, lastsMs: 15_000, apartMs: 120_000 },
} as const satisfies Rule<unknown>;

export const RETROFLEXION = {
  ...OWN,
  id: 'retroflexion',
  statement:
    'Retroflexion is brought to mind, where guidance is asked for, once, when the scope is sure to be in the rectum on the way back.',
  values: { lastsMs: 60_000 },
} as const satisfies Rule<unknown>;

export const COVERAGE_RULES = [COVERAGE, SECOND_LOOK, RETROFLEXION] as const;
