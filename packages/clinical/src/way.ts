import { known } from './evidence.js';
import { TURNED_BACK, WITHDRAWAL_CLOCK } from './rules.js';

/**
 * How far the scope has gone in, as the motion of the picture tells it: summed up, in about radii of the bowel, relative.
 * Only differences mean anything.
 */
export interface Way {
  readonly net: number;
  /** The furthest that it has been; while it is turned, the point at which it was turned back. */
  readonly deepest: number;
  /** For how long it has been out of the body without a break, ms of evidence. */
  readonly outMs: number;
  /** It was drawn back so far that the way in is over, wherever it ended. */
  readonly turned: boolean;
  /** For how long the way has spoken against `turned`, ms of evidence. */
  readonly againstMs: number;
}

export const AT_THE_START: Way = { net: 0, deepest: 0, outMs: 0, turned: false, againstMs: 0 };

/** Measured anew from where the scope is now. */
export const wayAnew = ({ net }: Way): Way => ({ ...AT_THE_START, net, deepest: net });

/**
 * Takes in one picture that stands for `step` ms. Out of the body nothing is gone, and after the time by which a scope has
 * left (rule `withdrawal-clock`) the next way in is a new one. It is turned only where it `mayTurn` (no caecum holds).
 * Rule `turned-back`.
 */
export function wayStep(
  before: Way,
  approach: number | null | undefined,
  step: number,
  { inBody, mayTurn }: { readonly inBody: boolean; readonly mayTurn: boolean },
): Way {
  if (!inBody) {
    const outMs = before.outMs + step;
    return outMs >= WITHDRAWAL_CLOCK.values.leftAfterMs
      ? { ...wayAnew(before), outMs }
      : { ...before, outMs };
  }
  const net = before.net + (known(approach) ? (approach * step) / 1000 : 0);
  const { backBy, holdMs } = TURNED_BACK.values;
  const { turned, deepest } = before;
  const against = turned ? net >= deepest : mayTurn && deepest - net >= backBy;
  const againstMs = against ? before.againstMs + step : 0;
  const changes = againstMs >= holdMs;
  return {
    net,
    deepest: turned && !changes ? deepest : Math.max(deepest, net),
    outMs: 0,
    turned: changes ? !turned : turned,
    againstMs: changes ? 0 : againstMs,
  };
}
