import type { Phase } from '@haustra/domain';
import { CAECUM_SEEN } from './rules.js';

/** What speaks for the caecum being in view now. */
export interface Sighting {
  /** Log odds of the caecum above those that are worth nothing, times seconds; never below 0. */
  readonly weight: number;
  /** For how long it has been above 0, ms, and the probability summed over that time. */
  readonly lastingMs: number;
  readonly sum: number;
}

export const NO_SIGHT: Sighting = { weight: 0, lastingMs: 0, sum: 0 };

/**
 * Takes in one picture that stands for `step` ms; `usable` is smoothed. The caecum is looked for on the way in; a view
 * without use says nothing of it, for or against. Rule `caecum-seen`.
 */
export function sightingStep(
  before: Sighting,
  phase: Phase | null,
  { caecum, usable }: { readonly caecum: number; readonly usable: number },
  step: number,
): Sighting {
  const { usableAbove, worthless, surest } = CAECUM_SEEN.values;
  if (phase === 'obscured') return before;
  if (phase !== 'insertion') return NO_SIGHT;
  if (usable < usableAbove) return before;
  const odds = logOdds(caecum) - logOdds(worthless);
  const weight = before.weight + (Math.min(surest, Math.max(-surest, odds)) * step) / 1000;
  if (!(weight > 0)) return NO_SIGHT;
  return { weight, lastingMs: before.lastingMs + step, sum: before.sum + caecum * step };
}

/** The mean probability of the caecum where enough speaks for it; null where not. */
export const sighted = ({ weight, lastingMs, sum }: Sighting): number | null =>
  weight >= CAECUM_SEEN.values.enough ? sum / lastingMs : null;

const logOdds = (p: number): number => Math.log(Math.max(p, LEAST) / Math.max(1 - p, LEAST));
const LEAST = 1e-6;
