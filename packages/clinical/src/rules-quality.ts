import { OWN, type Rule } from './rule.js';

/** The rules that define indicators of quality after the examination, and the score sheet of a training examination. */

export const CAECUM_REACHED = {
  id: 'caecum-reached',
  issuer: 'ASGE/ACG, ESGE',
  statement:
    'The caecum is reached. It counts as not reached only by the doctor’s word: that the engine did not see it proves nothing.',
  source: 'ASGE/ACG 2024 and ESGE 2017 quality indicators, by way of summaries; the papers were not compared',
  year: 2024,
  verified: false,
  values: { is: true },
} as const satisfies Rule<unknown>;

export const CLEAR_VIEW = {
  ...OWN,
  id: 'clear-view',
  statement:
    'Share of the withdrawal in the body, by seconds that were analysed, whose mean probability of a usable view is 0.5 or more. No target.',
  values: { usableAbove: 0.5 },
} as const satisfies Rule<unknown>;

export const TOO_FAST_SHARE = {
  ...OWN,
  id: 'too-fast-share',
  statement:
    'Share of the withdrawal phase with known motion in which the alarm of rule too-fast was on, with the limits that the examination was held by. No target.',
  values: {},
} as const satisfies Rule<unknown>;

export const LESION_COUNT = {
  ...OWN,
  id: 'lesion-count',
  statement:
    'Lesions are counted by number, as shown and neither confirmed by a doctor nor by histology; per minute of effective withdrawal those that were first seen since withdrawal began. No target.',
  values: { leastMs: 60_000 },
} as const satisfies Rule<unknown>;

export const LESION_PHOTO = {
  id: 'lesion-photo',
  issuer: 'Lithuanian endoscopy implementation guide (FHIR)',
  statement: 'Every lesion is documented by a picture.',
  source: 'Implementation guide as summarised; the text was not compared, and it asks for two pictures',
  year: null,
  verified: false,
  values: { least: 1 },
} as const satisfies Rule<unknown>;

/** Each part is 0 at `zeroAt`, 100 at `fullAt`, and even between; beyond it stays. */
export const SCORE_SHEET = {
  ...OWN,
  id: 'score-sheet',
  statement:
    'For practice: each known part counts from 0 to 100, the total is their mean, and there is none where a part that matters is not known. Not validated.',
  values: {
    /** Share of seconds that were too fast. */
    tooFast: { zeroAt: 0.25, fullAt: 0 },
    clearView: { zeroAt: 0.5, fullAt: 0.95 },
    bbpsTotal: { zeroAt: 3, fullAt: 8 },
    /** As parts of the goal of the withdrawal time. */
    withdrawal: { zeroAt: 0.4, fullAt: 1 },
    coverage: { zeroAt: 0.5, fullAt: 0.95 },
    /** Share of the prompts that asked for something and were followed. */
    reaction: { zeroAt: 0, fullAt: 1 },
    /** The caecum with one of the two pictures that prove it. */
    caecumHalf: 50,
    /** A prompt is followed when what it asks for happens within so long. */
    followedWithinMs: {
      'too-fast': 10_000,
      'slip-back': 15_000,
      wash: 60_000,
      'obscured-long': 15_000,
      'caecum-photo': 60_000,
    },
    /** Washing was followed when the class "BBPS 2-3" reaches this in a second. */
    cleanAbove: 0.6,
  },
} as const satisfies Rule<unknown>;

export const QUALITY_RULES = [
  CAECUM_REACHED,
  CLEAR_VIEW,
  TOO_FAST_SHARE,
  LESION_COUNT,
  LESION_PHOTO,
  SCORE_SHEET,
] as const;
