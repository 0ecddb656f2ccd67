import { OWN, type Rule } from './rule.js';

/** The rules that reminders and alarms go by. What a site may set differently is in `site-settings.ts`. */

export const WITHDRAWAL_MINIMUM = {
  id: 'withdrawal-minimum',
  issuer: 'ESGE',
  statement: 'Withdrawal in an examination without findings takes at least 6 minutes.',
  source: 'ESGE lower gastrointestinal performance measures, by way of reviews; primary paper not compared',
  year: 2017,
  verified: false,
  values: { minimumMs: 360_000 },
} as const satisfies Rule<unknown>;

export const WITHDRAWAL_GOAL = {
  id: 'withdrawal-goal',
  issuer: 'ASGE/ACG',
  statement:
    'Mean withdrawal time in examinations without findings is at least 8 minutes; the site sets its goal.',
  source: 'ASGE/ACG quality indicators for colonoscopy as summarised on info.asge.org; paper not compared',
  year: 2024,
  verified: false,
  values: { goalMs: 480_000 },
} as const satisfies Rule<unknown>;

export const LEAVING_EARLY = {
  ...OWN,
  id: 'leaving-early',
  statement:
    'The scope leaves the body in withdrawal before the minimum withdrawal time was reached; said while it may still go back in.',
  values: { lastsMs: 8000 },
} as const satisfies Rule<unknown>;

export const INSERTION_LONG = {
  id: 'insertion-long',
  issuer: 'haustra',
  statement: 'Insertion of more than 10 minutes without the caecum counts as difficult.',
  source: 'Common practice as recalled; no guideline compared',
  year: null,
  verified: false,
  values: { limitMs: 600_000 },
} as const satisfies Rule<unknown>;

export const TOO_FAST = {
  ...OWN,
  id: 'too-fast',
  statement:
    'Withdrawal is too fast when the scope is drawn back by more than 0.55 radii of the bowel a second, as the picture tells it, for more than 1.2 s.',
  values: { smoothingMs: 500, above: 0.55, below: 0.42, holdMs: 1200 },
} as const satisfies Rule<unknown>;

export const SLIP_BACK = {
  ...OWN,
  id: 'slip-back',
  statement:
    'A sudden slip back: in withdrawal the picture shrinks by a net natural logarithm of 0.8 within about half a second, or a sudden large motion that began with drawing back goes on for 0.4 s. Shown for 3 s more.',
  values: {
    fadeMs: 600,
    shrunkBy: 0.8,
    /** Sign `slip` from which a motion is sudden; drawing back by so much a second in it tells the way. */
    suddenAbove: 0.7,
    backAbove: 0.25,
    suddenMs: 400,
    shownMs: 3000,
    lastsMs: 4000,
  },
} as const satisfies Rule<unknown>;

export const WASH = {
  ...OWN,
  id: 'wash',
  statement:
    'Washing is suggested when in withdrawal a usable view has looked uncleaned for 8 s; again only after it was clean for 3 s.',
  values: {
    smoothingMs: 1500,
    above: 0.6,
    below: 0.4,
    holdMs: 8000,
    cleanMs: 3000,
    usableAbove: 0.5,
    residueAbove: 0.25,
  },
} as const satisfies Rule<unknown>;

export const CAECUM_PHOTO = {
  id: 'caecum-photo',
  issuer: 'ESGE',
  statement:
    'The caecum is documented by pictures of the appendiceal orifice and the ileocaecal valve; said when withdrawal begins and no picture was saved since 10 s before the caecum was reached.',
  source: 'ESGE picture documentation, by way of reviews; primary paper not compared',
  year: 2001,
  verified: false,
  values: { lastsMs: 30_000, beforeMs: 10_000 },
} as const satisfies Rule<unknown>;

export const OBSCURED_LONG = {
  ...OWN,
  id: 'obscured-long',
  statement: 'The view has been obscured for more than 15 s.',
  values: { limitMs: 15_000 },
} as const satisfies Rule<unknown>;

export const PROMPT_MANNERS = {
  ...OWN,
  id: 'prompt-manners',
  statement:
    'Prompts keep 10 s between them, 60 s between two of one kind, and no more than 2 in any minute; each cause is said once and only while it is true.',
  values: { distanceMs: 10_000, sameKindMs: 60_000, windowMs: 60_000, budget: 2 },
} as const satisfies Rule<unknown>;

export const GUIDANCE_RULES = [
  WITHDRAWAL_MINIMUM,
  WITHDRAWAL_GOAL,
  LEAVING_EARLY,
  INSERTION_LONG,
  TOO_FAST,
  SLIP_BACK,
  WASH,
  CAECUM_PHOTO,
  OBSCURED_LONG,
  PROMPT_MANNERS,
] as const;
