import { type Ms, ORGANS, type Organ } from '@haustra/domain';
import { type Evidence, latest, stepMs } from './evidence.js';
import { ORGAN_LATCH } from './rules.js';

/** Which organ the examination is of: settled by evidence and kept, so that it never flickers. */
export interface OrganLatch {
  readonly organ: Organ | null;
  /** What speaks for each organ while none inside the body is settled: log odds times seconds, never below 0. */
  readonly weights: Readonly<Record<Organ, number>>;
  /** What speaks for the organ that is settled, against the other one inside the body; it changes when much speaks against. */
  readonly balance: number;
  readonly timeMs: Ms | null;
}

const NOTHING = { colon: 0, upper: 0, outside: 0 };
const RULE = ORGAN_LATCH.values;

/** A latch that knows nothing yet, or that goes on with what was settled before (after a resume). */
export const organLatch = (organ: Organ | null = null): OrganLatch => ({
  organ,
  weights: NOTHING,
  balance: 0,
  timeMs: null,
});

/**
 * Takes in one picture. Evidence is weighed: a sure picture settles sooner than a doubtful one, what speaks against
 * takes away what spoke for, and pictures count by how usable they are. Outside the body tells nothing of the organ, so it
 * is settled on only while nothing else is known. Rule `organ-latch`.
 */
export function organStep(latch: OrganLatch, evidence: Evidence): OrganLatch {
  const seconds = (stepMs(latch.timeMs, evidence.timeMs) / 1000) * evidence.usable;
  const now = { ...latch, timeMs: latest(latch.timeMs, evidence.timeMs) };
  return latch.organ === null || latch.organ === 'outside'
    ? settle(now, evidence.organ, seconds)
    : keep(now, latch.organ, evidence.organ, seconds);
}

/** Nothing inside the body is settled yet: the first organ for which enough speaks. */
function settle(latch: OrganLatch, said: Evidence['organ'], seconds: number): OrganLatch {
  const weights = { ...NOTHING };
  for (const organ of ORGANS) {
    if (organ === latch.organ) continue;
    const others = ORGANS.filter((other) => other !== organ).map((other) => said[other]);
    weights[organ] = Math.max(0, latch.weights[organ] + seconds * odds(said[organ], Math.max(...others)));
    if (weights[organ] >= RULE.first[organ]) return { ...latch, organ, weights: NOTHING, balance: 0 };
  }
  return { ...latch, weights };
}

/** What has long been plain is not soon given up. */
function keep(
  latch: OrganLatch,
  organ: 'colon' | 'upper',
  said: Evidence['organ'],
  seconds: number,
): OrganLatch {
  const other = organ === 'colon' ? 'upper' : 'colon';
  const balance = Math.min(RULE.most, latch.balance + seconds * odds(said[organ], said[other]));
  return balance > -RULE.change ? { ...latch, balance } : { ...latch, organ: other, balance: 0 };
}

/** Log odds of one against another, as far as one picture is believed. */
function odds(one: number, other: number): number {
  const value = Math.log(Math.max(one, LEAST) / Math.max(other, LEAST));
  return Math.min(RULE.surest, Math.max(-RULE.surest, value));
}

const LEAST = 1e-6;
