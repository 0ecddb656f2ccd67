import {
  COLON_REGIONS,
  COLON_SEGMENTS,
  type ColonRegion,
  type ColonSegment,
  type Phase,
  REGION_OF,
} from '@haustra/domain';
import { known } from './evidence.js';
import { WHEREABOUTS } from './rules.js';

const { steps: STEPS, stayS: STAY_S } = WHEREABOUTS.values;
/** The segment of each step of the way. */
const WAY: readonly ColonSegment[] = COLON_SEGMENTS.flatMap((segment) =>
  Array.from({ length: STEPS }, () => segment),
);

/**
 * Where in the colon the scope is, as a probability for each of the steps into which the way from caecum to rectum is
 * cut; null where nothing is known of it.
 */
export interface Whereabouts {
  readonly steps: readonly number[] | null;
}

/** What a stretch of time tells of the way. */
export interface WayEvidence {
  readonly lengthMs: number;
  readonly phase: Phase | null;
  readonly caecumReached: boolean;
  /** As in `Evidence`; null or left out where motion is not known. */
  readonly approach?: number | null | undefined;
  /** Probabilities 0..1 that the view shows this flexure; left out where nobody looks for flexures. */
  readonly flexure?: { readonly hepatic: number; readonly splenic: number } | null | undefined;
}

export interface WhereReading {
  /** Null where no region is sure enough. */
  readonly region: ColonRegion | null;
  readonly segment: ColonSegment | null;
  /** All null where nothing is known, otherwise they sum to 1. */
  readonly regions: Readonly<Record<ColonRegion, number>> | null;
  readonly segments: Readonly<Record<ColonSegment, number>> | null;
}

export const NOWHERE: Whereabouts = { steps: null };

/** The scope is at the caecum. */
export const AT_CAECUM: Whereabouts = { steps: WAY.map((_, i) => (i === 0 ? 1 : 0)) };

/**
 * Time goes on. The usual stay in each segment carries the estimate along; where motion is known it goes as fast as the
 * scope is drawn back, and back where it goes in again. Rule `whereabouts`.
 */
export function whereStep(before: Whereabouts, evidence: WayEvidence): Whereabouts {
  if (before.steps === null) return before;
  const moved = move(before.steps, rateOf(evidence), evidence.lengthMs / 1000);
  const { flexure } = evidence;
  return { steps: flexure ? cued(moved, flexure, evidence.lengthMs / 1000) : moved };
}

/** The doctor says where the scope is; that wins over the estimate, which goes on from there. */
export function whereCorrected(place: ColonRegion | ColonSegment): Whereabouts {
  // 'transverse' is both a region and a segment, and the same stretch of the way.
  const isHere = (segment: ColonSegment): boolean => segment === place || REGION_OF[segment] === place;
  return { steps: normalised(WAY.map((segment) => (isHere(segment) ? STAY_S[segment] : 0))) };
}

/** What can be said of where the scope is, and how sure it is. */
export function whereReading({ steps }: Whereabouts): WhereReading {
  if (steps === null) return { region: null, segment: null, regions: null, segments: null };
  const segments = { caecum: 0, ascending: 0, transverse: 0, descending: 0, sigmoid: 0, rectum: 0 };
  const regions = { right: 0, transverse: 0, left: 0 };
  WAY.forEach((segment, i) => {
    segments[segment] += steps[i] ?? 0;
    regions[REGION_OF[segment]] += steps[i] ?? 0;
  });
  const { regionAbove, segmentAbove } = WHEREABOUTS.values;
  return {
    region: COLON_REGIONS.find((region) => regions[region] >= regionAbove) ?? null,
    segment: COLON_SEGMENTS.find((segment) => segments[segment] >= segmentAbove) ?? null,
    regions,
    segments,
  };
}

/** Usual stays passed in the time of one: positive towards the rectum, negative towards the caecum. */
function rateOf({ phase, approach, caecumReached }: WayEvidence): number {
  const { usualSpeed, fastest, obscuredRate } = WHEREABOUTS.values;
  if (phase !== 'withdrawal' && phase !== 'insertion' && phase !== 'obscured') return 0;
  if (known(approach)) return Math.min(fastest, Math.max(-fastest, -approach / usualSpeed));
  if (phase === 'obscured') return caecumReached ? obscuredRate : -obscuredRate;
  if (phase === 'withdrawal') return 1;
  // Going in; or at the caecum, before withdrawal has begun.
  return caecumReached ? 0 : -1;
}

function move(steps: readonly number[], rate: number, seconds: number): readonly number[] {
  if (rate === 0 || seconds <= 0) return steps;
  const next = steps.map(() => 0);
  const on = rate > 0 ? 1 : -1;
  WAY.forEach((segment, i) => {
    const mass = steps[i] ?? 0;
    const isEnd = i + on < 0 || i + on >= steps.length;
    const goes = isEnd ? 0 : 1 - Math.exp((-Math.abs(rate) * seconds * STEPS) / STAY_S[segment]);
    next[i] = (next[i] ?? 0) + mass * (1 - goes);
    if (!isEnd) next[i + on] = (next[i + on] ?? 0) + mass * goes;
  });
  return next;
}

/** A flexure in view speaks for the steps on either side of it. */
function cued(
  steps: readonly number[],
  { hepatic, splenic }: { readonly hepatic: number; readonly splenic: number },
  seconds: number,
): readonly number[] {
  const gain = WHEREABOUTS.values.flexureGain * seconds;
  const boundary = (first: ColonSegment): number => STEPS * COLON_SEGMENTS.indexOf(first);
  const near = (i: number, at: number): boolean => i === at - 1 || i === at;
  const [atHepatic, atSplenic] = [boundary('transverse'), boundary('descending')];
  return normalised(
    steps.map((mass, i) => {
      const p = (near(i, atHepatic) ? hepatic : 0) + (near(i, atSplenic) ? splenic : 0);
      return mass * (1 + gain * p);
    }),
  );
}

function normalised(steps: readonly number[]): readonly number[] {
  const sum = steps.reduce((total, mass) => total + mass, 0);
  return steps.map((mass) => mass / sum);
}
