import type { Ms, Organ } from '@haustra/domain';

/** What one picture says of where the scope is; probabilities 0..1. */
export interface Evidence {
  readonly timeMs: Ms;
  readonly organ: Readonly<Record<Organ, number>>;
  readonly usable: number;
  readonly caecum: number;
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

/** The later of two times; pictures out of order do not turn time back. */
export const latest = (before: Ms | null, now: Ms): Ms => (before === null || now > before ? now : before);
