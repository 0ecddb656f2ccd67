import type { Cleanliness, FrameSigns, Ms, Organ } from '@haustra/domain';

/** What one picture says of where the scope is and how the view is; probabilities 0..1. A sign left out is "not known". */
export interface Evidence extends FrameSigns {
  readonly timeMs: Ms;
  readonly organ: Readonly<Record<Organ, number>>;
  readonly usable: number;
  readonly caecum: number;
  /** Probabilities of the classes of cleanliness. */
  readonly cleanliness?: Readonly<Record<Cleanliness, number>> | null | undefined;
}

/** One picture speaks for at most this long: a gap between pictures is not evidence of anything. */
const LONGEST_STEP_MS = 500;

/** Time in ms that a picture at `now` adds to the evidence; 0 for the first and for one out of order. */
export function stepMs(before: Ms | null, now: Ms): number {
  return before === null ? 0 : Math.min(LONGEST_STEP_MS, Math.max(0, now - before));
}

/** Exponential smoothing that does not depend on the frame rate. `weight` 0..1 says how much the value is worth. */
export function smooth(
  before: number | null,
  value: number,
  step: number,
  tauMs: number,
  weight = 1,
): number {
  if (before === null) return value;
  return before + (value - before) * (1 - Math.exp(-step / tauMs)) * weight;
}

/** Log odds of 9 to 1: a probability of 0.9 counts for its time, a surer one for more, a doubtful one for less. */
const PLAINLY = Math.log(9);
const SUREST = 2;

/** How much a probability above one half is worth as evidence: 0 at one half, 1 at 0.9, at most 2 (from 0.988 on). */
export function sureness(p: number): number {
  if (!(p > 0.5)) return 0;
  return p >= 1 ? SUREST : Math.min(SUREST, Math.log(p / (1 - p)) / PLAINLY);
}

/** The later of two times; pictures out of order do not turn time back. */
export const latest = (before: Ms | null, now: Ms): Ms => (before === null || now > before ? now : before);

/** A sign that not every picture gives: its smoothed value (null: not known), and for how long nothing was heard of it. */
export interface Sign {
  readonly value: number | null;
  readonly silentMs: number;
}

export const NO_SIGN: Sign = { value: null, silentMs: 0 };

/** A sign is no longer known when no picture has given it for this long. */
const SILENT_MS = 3000;

/** Takes in what a picture says of a sign, or that it says nothing. A value that is no finite number is "not known". */
export function signStep(before: Sign, value: number | null | undefined, step: number, tauMs: number): Sign {
  if (known(value)) return { value: smooth(before.value, value, step, tauMs), silentMs: 0 };
  if (before.value === null) return before;
  const silentMs = before.silentMs + step;
  return silentMs >= SILENT_MS ? NO_SIGN : { value: before.value, silentMs };
}

/** Whether a sign was given, and is a number that can be reckoned with. */
export const known = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);
