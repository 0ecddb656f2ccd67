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
  /** For how long it has been drawn back at the pace of a search since it was furthest, less the time gone in again; ms of evidence. */
  readonly searchMs: number;
  /** It was drawn back so far, or for so long at that pace, that the way in is over, wherever it ended. */
  readonly turned: boolean;
  /** For how long the way has spoken against `turned`, ms of evidence. */
  readonly againstMs: number;
}

export const AT_THE_START: Way = {
  net: 0,
  deepest: 0,
  outMs: 0,
  searchMs: 0,
  turned: false,
  againstMs: 0,
};

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
  const { backBy, holdMs, search } = TURNED_BACK.values;
  const { turned, deepest } = before;
  const searchMs = net >= deepest ? 0 : searching(before.searchMs, approach, step);
  const back = deepest - net;
  const isBack = back >= backBy || (back >= search.backBy && searchMs >= search.forMs);
  const against = turned ? net >= deepest : mayTurn && isBack;
  const againstMs = against ? before.againstMs + step : 0;
  const changes = againstMs >= holdMs;
  return {
    net,
    deepest: turned && !changes ? deepest : Math.max(deepest, net),
    outMs: 0,
    searchMs,
    turned: changes ? !turned : turned,
    againstMs: changes ? 0 : againstMs,
  };
}

/** A scope that searches the wall comes back slowly; one that is only straightened is pulled back faster, which counts for nothing. */
function searching(before: number, approach: number | null | undefined, step: number): number {
  if (!known(approach)) return before;
  const { from, to } = TURNED_BACK.values.search;
  if (approach <= -from && approach >= -to) return before + step;
  return approach >= from ? Math.max(0, before - step) : before;
}
