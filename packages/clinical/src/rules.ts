import { OWN, type Rule } from './rule.js';
import { COVERAGE_RULES } from './rules-coverage.js';
import { GUIDANCE_RULES } from './rules-guidance.js';
import { LESION_RULES } from './rules-lesion.js';
import { QUALITY_RULES } from './rules-quality.js';
import { RECORD_RULES } from './rules-record.js';

export type { Rule } from './rule.js';
export * from './rules-coverage.js';
export * from './rules-guidance.js';
export * from './rules-lesion.js';
export * from './rules-quality.js';
export * from './rules-record.js';

export const BBPS_ADEQUACY = {
  id: 'bbps-adequacy',
  issuer: 'BBPS (Lai; Calderwood), AGA quality indicators',
  statement:
    'Adequate preparation: BBPS total of at least 6 and every segment at least 2; no total without all three.',
  source: 'Reviews citing Lai 2009 and Calderwood 2014; the primary papers were not compared',
  year: 2014,
  verified: false,
  values: { minTotal: 6, minSegment: 2 },
} as const satisfies Rule<unknown>;

export const WITHDRAWAL_CLOCK = {
  id: 'withdrawal-clock',
  issuer: 'ESGE',
  statement:
    'Withdrawal is timed from the caecum to leaving the anus; out of the body for 5 s or more counts as left. Pauses never count.',
  source: 'ESGE lower gastrointestinal performance measures; the 5 s are a setting of the engine',
  year: 2017,
  verified: false,
  values: { leftAfterMs: 5000 },
} as const satisfies Rule<unknown>;

export const EFFECTIVE_WITHDRAWAL = {
  id: 'effective-withdrawal',
  issuer: 'Leung et al.',
  statement:
    'Effective withdrawal time leaves out treatment, an obscured view and time outside; here also time that was not analysed.',
  source:
    'Retrospective series of 350 colonoscopies on effective withdrawal time; primary paper not compared',
  year: null,
  verified: false,
  values: { counted: 'withdrawal' },
} as const satisfies Rule<unknown>;

export const ORGAN_LATCH = {
  ...OWN,
  id: 'organ-latch',
  statement:
    'The organ is settled by weighed evidence: log odds times seconds of usable view, 2.2 for the colon, 2.5 for the upper tract; it changes from one to the other only by 10.5, at least 3 s of the surest evidence, and by up to 17.5 more where the settled one has long been plain. Leaving the body does not change it.',
  values: {
    /** Log odds of one picture are counted up to those of 0.97. */
    surest: 3.5,
    first: { colon: 2.2, upper: 2.5, outside: 0.8 },
    change: 10.5,
    most: 17.5,
  },
} as const satisfies Rule<unknown>;

export const CAECUM_SEEN = {
  ...OWN,
  id: 'caecum-seen',
  statement:
    'The caecum counts as reached when enough speaks for it in usable views of the colon: log odds above those of 0.6, times seconds, of 6 (2 s of sure pictures, longer of doubtful ones; what speaks against takes away).',
  values: { usableAbove: 0.5, worthless: 0.6, surest: 3.5, enough: 6 },
} as const satisfies Rule<unknown>;

export const OUTSIDE_THE_BODY = {
  ...OWN,
  id: 'outside-the-body',
  statement:
    'The phase is outside after 0.6 s of pictures from outside the body, since lesions are then not looked for, and ends after 0.4 s of pictures from inside; sure pictures count for up to twice their time, doubtful ones for less.',
  values: { smoothingMs: 200, above: 0.6, below: 0.4, holdMs: 600, insideMs: 400, firstMs: 300 },
} as const satisfies Rule<unknown>;

export const OBSCURED_VIEW = {
  ...OWN,
  id: 'obscured-view',
  statement:
    'The view counts as obscured after an eighth of a second without a usable picture, and as clear after as long of usable ones.',
  values: { smoothingMs: 100, below: 0.35, above: 0.5, holdMs: 125, clearMs: 125 },
} as const satisfies Rule<unknown>;

export const PHASE_DWELL = {
  ...OWN,
  id: 'phase-dwell',
  statement: 'A phase lasts half a second at least, so that none flickers.',
  values: { leastMs: 500 },
} as const satisfies Rule<unknown>;

export const INSTRUMENT_IN_VIEW = {
  ...OWN,
  id: 'instrument-in-view',
  statement:
    'Treatment begins when an instrument is in view for 0.25 s, and ends when none is for 0.5 s. Where instruments are not looked for there is no treatment.',
  values: { smoothingMs: 150, above: 0.6, below: 0.35, holdMs: 250, goneMs: 500 },
} as const satisfies Rule<unknown>;

export const WITHDRAWAL_BEGINS = {
  ...OWN,
  id: 'withdrawal-begins',
  statement:
    'Withdrawal begins after the caecum was reached, once the scope has been drawn back by 1.05 radii of the bowel, as the picture tells it: from the pole past the valve; at once where motion is not known.',
  values: { smoothingMs: 300, shrunkBy: 1.05, usableAbove: 0.5 },
} as const satisfies Rule<unknown>;

export const TURNED_BACK = {
  ...OWN,
  id: 'turned-back',
  statement:
    'Where the caecum does not hold as reached, withdrawal begins once the scope has been drawn back from its furthest point, as the picture tells it, by 2.75 radii of the bowel, or by 0.8 radii with 3 s at the pace of a search (0.1 to 0.5 radii a second: a scope that is straightened is pulled back faster), for 0.5 s; being past that point again for 0.5 s makes it insertion again.',
  values: { backBy: 2.75, holdMs: 500, search: { backBy: 0.8, forMs: 3000, from: 0.1, to: 0.5 } },
} as const satisfies Rule<unknown>;

export const COLON_ONLY = {
  ...OWN,
  id: 'colon-only',
  statement:
    'Lesion detection is for the colon: what looks like a lesion outside the body, or in an examination settled as gastroscopy, is neither shown nor written down.',
  values: { notInPhase: 'outside', notInOrgan: 'upper' },
} as const satisfies Rule<unknown>;

/** Every rule that this version applies. */
export const RULES: readonly Rule<unknown>[] = [
  BBPS_ADEQUACY,
  WITHDRAWAL_CLOCK,
  EFFECTIVE_WITHDRAWAL,
  ORGAN_LATCH,
  CAECUM_SEEN,
  OUTSIDE_THE_BODY,
  OBSCURED_VIEW,
  PHASE_DWELL,
  INSTRUMENT_IN_VIEW,
  WITHDRAWAL_BEGINS,
  TURNED_BACK,
  COLON_ONLY,
  ...GUIDANCE_RULES,
  ...COVERAGE_RULES,
  ...RECORD_RULES,
  ...LESION_RULES,
  ...QUALITY_RULES,
];
