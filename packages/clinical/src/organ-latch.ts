import type { Ms, Organ } from '@haustra/domain';
import { type Evidence, latest, smooth, stepMs } from './evidence.js';
import { ORGAN_LATCH } from './rules.js';

/** Which organ the examination is of: settled by lasting evidence and kept, so that it never flickers. */
export interface OrganLatch {
  readonly organ: Organ | null;
  readonly smoothed: Readonly<Record<Organ, number>> | null;
  /** The organ that the evidence speaks for, and for how long it has done so without a break. */
  readonly candidate: Organ | null;
  readonly lastingMs: number;
  readonly timeMs: Ms | null;
}

/** A latch that knows nothing yet, or that goes on with what was settled before (after a resume). */
export const organLatch = (organ: Organ | null = null): OrganLatch => ({
  organ,
  smoothed: null,
  candidate: null,
  lastingMs: 0,
  timeMs: null,
});

/**
 * Takes in one picture. Pictures count by how usable they are. Outside the body tells nothing of the organ, so it is
 * settled on only while nothing else is known. Rule `organ-latch`.
 */
export function organStep(latch: OrganLatch, evidence: Evidence): OrganLatch {
  const { smoothingMs, above, firstMs, switchMs } = ORGAN_LATCH.values;
  const step = stepMs(latch.timeMs, evidence.timeMs);
  const next = (organ: Organ): number =>
    smooth(latch.smoothed?.[organ] ?? null, evidence.organ[organ], step, smoothingMs, evidence.usable);
  const smoothed = { colon: next('colon'), upper: next('upper'), outside: next('outside') };
  const candidate = strongest(smoothed, above);
  const lastingMs = candidate === latch.candidate ? latch.lastingMs + step * evidence.usable : 0;
  const enough = lastingMs >= (latch.organ === null ? firstMs : switchMs);
  return {
    organ: candidate !== null && enough && maySwitch(latch.organ, candidate) ? candidate : latch.organ,
    smoothed,
    candidate,
    lastingMs,
    timeMs: latest(latch.timeMs, evidence.timeMs),
  };
}

function strongest(smoothed: Readonly<Record<Organ, number>>, above: number): Organ | null {
  if (smoothed.colon >= above) return 'colon';
  if (smoothed.upper >= above) return 'upper';
  return smoothed.outside >= above ? 'outside' : null;
}

const maySwitch = (from: Organ | null, to: Organ): boolean => to !== 'outside' || from === null;
