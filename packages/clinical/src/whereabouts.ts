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

const RULE = WHEREABOUTS.values;
const SHARES = COLON_SEGMENTS.map((segment) => RULE.shares[segment]);
/** Where each segment begins on the way from the caecum (0) to the anus (1), and where the last ends. */
const BOUNDS = [0, ...SHARES].map((_, i) => SHARES.slice(0, i).reduce((sum, share) => sum + share, 0));

/** Where in the colon the scope is, and what is needed to follow it; radii of the bowel, relative, as motion tells it. */
export interface Whereabouts {
  /** The way in so far: how far, and the furthest. Null where the way into the body was not watched. */
  readonly inwards: { readonly net: number; readonly deepest: number } | null;
  /** Null where nothing is known of the place. */
  readonly place: Place | null;
}

/** A place on the way from the caecum (0) to the anus (1): the likeliest, how far around it, and from where it was followed. */
interface Place {
  readonly at: number;
  readonly from: number;
  /** Uncertainty of `from` itself, a standard deviation. */
  readonly spread: number;
}

/** What a stretch of time tells of the way. */
export interface WayEvidence {
  readonly lengthMs: number;
  readonly phase: Phase | null;
  readonly caecumReached: boolean;
  /** As in `Evidence`; null or left out where motion is not known. */
  readonly approach?: number | null | undefined;
}

export interface WhereReading {
  /** Null where no region is sure enough. */
  readonly region: ColonRegion | null;
  readonly segment: ColonSegment | null;
  /** All null where nothing is known, otherwise they sum to 1. */
  readonly regions: Readonly<Record<ColonRegion, number>> | null;
  readonly segments: Readonly<Record<ColonSegment, number>> | null;
}

export const NOWHERE: Whereabouts = { inwards: null, place: null };

/** Nothing is known of the place any more; what was watched of the way in is. */
export const whereLost = ({ inwards }: Whereabouts): Whereabouts => ({ inwards, place: null });

/** The scope is at the caecum. */
export const whereAtCaecum = ({ inwards }: Whereabouts): Whereabouts => ({
  inwards,
  place: { at: 0, from: 0, spread: 0 },
});

/**
 * The scope was turned back without a caecum: it is about as far from the anus as it has gone in, which is known by a
 * usual way only. Nothing where the way in was not watched.
 */
export function whereTurned({ inwards }: Whereabouts): Whereabouts {
  if (inwards === null) return NOWHERE;
  const { usualWay, backReads, waySpread } = RULE;
  const { net, deepest } = inwards;
  const share = Math.min(1, Math.max(0, deepest / usualWay));
  const at = within(1 - share + (deepest - net) / (backReads * usualWay));
  return { inwards, place: { at, from: at, spread: waySpread * share } };
}

/** The doctor says where the scope is; that wins over the estimate, which goes on from there. */
export function whereCorrected({ inwards }: Whereabouts, place: ColonRegion | ColonSegment): Whereabouts {
  // 'transverse' is both a region and a segment, and the same stretch of the way.
  const here = COLON_SEGMENTS.flatMap((segment, i) =>
    segment === place || REGION_OF[segment] === place ? [i] : [],
  );
  const from = BOUNDS[here[0] ?? 0] ?? 0;
  const to = BOUNDS[(here.at(-1) ?? 0) + 1] ?? 1;
  const at = (from + to) / 2;
  return { inwards, place: { at, from: at, spread: (to - from) / 4 } };
}

/**
 * Time goes on. Before anything is known of the place, the way in is summed up. After that the scope moves by as much as
 * it is drawn back, as a share of the way that it went in; where motion is not known, by the usual stays. Rule `whereabouts`.
 */
export function whereStep(before: Whereabouts, evidence: WayEvidence): Whereabouts {
  const { phase, approach, lengthMs } = evidence;
  const { place } = before;
  if (place === null) return { ...before, inwards: inwardsNow(before.inwards, evidence) };
  if (phase !== 'withdrawal' && phase !== 'insertion' && phase !== 'obscured') return before;
  const seconds = lengthMs / 1000;
  const moved = known(approach)
    ? (-approach * seconds) / (wayOf(before) * (approach < 0 ? RULE.backReads : 1))
    : usualMove(place, evidence, seconds);
  return { ...before, place: { ...place, at: within(place.at + moved) } };
}

/** What can be said of where the scope is, and how sure it is. */
export function whereReading({ place }: Whereabouts): WhereReading {
  if (place === null) return { region: null, segment: null, regions: null, segments: null };
  const spread = Math.hypot(place.spread, RULE.drift * Math.abs(place.at - place.from));
  const segments = { caecum: 0, ascending: 0, transverse: 0, descending: 0, sigmoid: 0, rectum: 0 };
  const regions = { right: 0, transverse: 0, left: 0 };
  let below = 0;
  COLON_SEGMENTS.forEach((segment, i) => {
    const end = BOUNDS[i + 1] ?? 1;
    const upTo = i === COLON_SEGMENTS.length - 1 ? 1 : belowOf(end, place.at, spread);
    segments[segment] = upTo - below;
    regions[REGION_OF[segment]] += upTo - below;
    below = upTo;
  });
  return {
    region: COLON_REGIONS.find((region) => regions[region] >= RULE.regionAbove) ?? null,
    segment: COLON_SEGMENTS.find((segment) => segments[segment] >= RULE.segmentAbove) ?? null,
    regions,
    segments,
  };
}

const within = (share: number): number => Math.min(1, Math.max(0, share));

function inwardsNow(before: Whereabouts['inwards'], { phase, approach, lengthMs }: WayEvidence) {
  if (phase === 'outside') return { net: 0, deepest: 0 };
  if (before === null || phase === null || !known(approach)) return before;
  const net = before.net + (approach * lengthMs) / 1000;
  return { net, deepest: Math.max(before.deepest, net) };
}

/** Length of the whole way: as it was gone in, where that was watched and is not out of all proportion. */
function wayOf({ inwards }: Whereabouts): number {
  const { usualWay, oddWay } = RULE;
  const watched = inwards?.deepest ?? usualWay;
  return watched < usualWay / oddWay || watched > usualWay * oddWay ? usualWay : watched;
}

/** Share of the way gone in so many seconds by the usual stays. */
function usualMove({ at }: Place, { phase, caecumReached }: WayEvidence, seconds: number): number {
  const i = Math.max(
    0,
    BOUNDS.findLastIndex((from) => from <= at),
  );
  const segment = COLON_SEGMENTS[Math.min(i, COLON_SEGMENTS.length - 1)] ?? 'rectum';
  const share = (RULE.shares[segment] * seconds) / RULE.stayS[segment];
  // Going in; or at the caecum, before withdrawal has begun.
  if (phase === 'insertion') return caecumReached ? 0 : -share;
  return phase === 'obscured' ? RULE.obscuredRate * share : share;
}

/** How probable it is that the scope has not come as far as `bound`; a logistic curve of the same spread as a normal one. */
function belowOf(bound: number, at: number, spread: number): number {
  const sure = Math.hypot(spread, RULE.boundSpread);
  return 1 / (1 + Math.exp((-1.702 * (bound - at)) / sure));
}
