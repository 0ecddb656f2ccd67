import { COLON_REGIONS, type ColonRegion, type Phase } from '@haustra/domain';
import { type BbpsResult, type BbpsScore, type BbpsSegments, bbps } from './bbps.js';
import { type Evidence, known, smooth } from './evidence.js';
import { BBPS_SEGMENT } from './rules.js';

const RULE = BBPS_SEGMENT.values;

/** What one picture, or the mean of a second of them, says of cleanliness. */
export interface CleanSample {
  readonly lengthMs: number;
  readonly frames: number;
  readonly phase: Phase | null;
  /** The caecum holds as reached: what is seen of it before the way back begins counts, too. */
  readonly caecumReached?: boolean;
  /** Where it was taken; null where that is not sure enough, and the sample then counts for no segment. */
  readonly region: ColonRegion | null;
  readonly usable: number;
  readonly cleanliness: Evidence['cleanliness'];
  readonly residue?: Evidence['residue'];
  readonly bubbles?: Evidence['bubbles'];
  readonly approach?: Evidence['approach'];
}

/** What has been seen of the cleanliness of each segment. */
export interface CleanBook {
  readonly regions: Readonly<Record<ColonRegion, RegionBook>>;
  /** The stretches of the wall that are still in sight, the oldest first. */
  readonly open: readonly Stretch[];
  /** How far the scope was drawn back while it was watched, radii of the bowel. */
  readonly at: number;
  /** From where the next stretch begins. */
  readonly next: number;
  /** Covered share of the wall lately, smoothed; null where it is not measured. */
  readonly covered: number | null;
}

interface RegionBook {
  /** How many stretches ended with each score, 0 to 3. */
  readonly stretches: readonly number[];
  /** Their covered shares, summed up. */
  readonly covered: number;
  readonly frames: number;
  readonly lengthMs: number;
  /** Every sample had the covered share of the wall, which alone tells 3 from 2 and 0 from 1. */
  readonly measured: boolean;
  readonly bubbles: { readonly sum: number; readonly frames: number };
}

interface Stretch {
  readonly region: ColonRegion;
  /** Where it began, as `CleanBook.at`. */
  readonly from: number;
  readonly lengthMs: number;
  /** For how long the state has been at least 1, 2, 3, ms; a break costs more than its time, a single misread picture not all. */
  readonly runs: readonly number[];
  /** The best state that lasted. */
  readonly best: BbpsScore;
  /** The least of its wall that was covered; null where that was not always measured. */
  readonly least: number | null;
}

/** The machine's score of a segment. */
export interface SegmentScore {
  readonly score: BbpsScore;
  /** True where the covered share of the wall was measured; otherwise the score is the lower of the two that the classes leave open. */
  readonly measured: boolean;
  /** 0..1: how much the stretches of the segment agree, few of them never fully. */
  readonly sure: number;
  readonly frames: number;
  readonly seconds: number;
  /** Mean share of the wall under foam or bubbles; null where not known. */
  readonly bubbles: number | null;
}

export interface BbpsReading extends BbpsResult {
  /** What holds: the doctor's where given, otherwise the machine's. */
  readonly segments: BbpsSegments;
  readonly machine: Readonly<Record<ColonRegion, SegmentScore | null>>;
  readonly doctor: BbpsSegments;
}

const EMPTY: RegionBook = {
  stretches: [0, 0, 0, 0],
  covered: 0,
  frames: 0,
  lengthMs: 0,
  measured: true,
  bubbles: { sum: 0, frames: 0 },
};

export const cleanBook = (): CleanBook => ({
  regions: { right: EMPTY, transverse: EMPTY, left: EMPTY },
  open: [],
  at: 0,
  next: 0,
  covered: null,
});

/**
 * Takes in one sample. Only usable views of the withdrawal count, and of the caecum before it. A stretch of wall is watched while the scope is drawn
 * back by so much from it, however long it stays there to wash. Rule `bbps-segment`.
 */
export function cleanStep(book: CleanBook, sample: CleanSample): CleanBook {
  const { region, lengthMs, approach } = sample;
  if (!isLookedAt(sample) || sample.usable < RULE.usableAbove) return book;
  const level = levelOf(sample);
  if (level === null) return book;
  const now = coveredOf(sample);
  const covered = now === null ? null : smooth(book.covered, now, lengthMs, RULE.smoothingMs);
  const at = book.at + ((known(approach) ? -approach : RULE.usualSpeed) * lengthMs) / 1000;
  const begins = region !== null && at >= book.next;
  const watched = begins ? [...book.open, begin(region, at)] : book.open;
  const open = watched.map((stretch) => goOn(stretch, lengthMs, level, covered));
  const over = open.filter(({ from }) => at - from > RULE.watchedBy);
  const counted =
    region === null ? book.regions : { ...book.regions, [region]: count(book.regions[region], sample) };
  return {
    regions: over.reduce(closed, counted),
    open: over.length === 0 ? open : open.filter((stretch) => !over.includes(stretch)),
    at,
    next: begins ? at + RULE.everyBy : book.next,
    covered,
  };
}

const isLookedAt = ({ phase, caecumReached = false }: CleanSample): boolean =>
  phase === 'withdrawal' || (phase === 'insertion' && caecumReached);

/** Scores as they stand, with the doctor's own beside them. No total without the caecum. Rules `bbps-segment`, `bbps-adequacy`. */
export function bbpsReading(book: CleanBook, doctor: BbpsSegments, caecumReached: boolean): BbpsReading {
  const { right, transverse, left } = book.open.reduce(closed, book.regions);
  const machine = { right: scoreOf(right), transverse: scoreOf(transverse), left: scoreOf(left) };
  const segments = {
    right: doctor.right ?? machine.right?.score ?? null,
    transverse: doctor.transverse ?? machine.transverse?.score ?? null,
    left: doctor.left ?? machine.left?.score ?? null,
  };
  return { ...bbps(segments, caecumReached), segments, machine, doctor };
}

/** Segments of which the doctor has said nothing. */
export const NOT_OVERRULED: BbpsSegments = { right: null, transverse: null, left: null };

/** The state that one sample shows. Where the covered share was not measured, the lower of the two that its class leaves open. */
function levelOf({ residue, cleanliness }: CleanSample): BbpsScore | null {
  const stool = cleanliness?.['impacted-stool'] ?? 0;
  if (stool > RULE.stoolAbove) return 0;
  if (known(residue)) return byShare(residue);
  if (!cleanliness) return null;
  return cleanliness['bbps-2-3'] >= cleanliness['bbps-0-1'] + stool ? 2 : 1;
}

function byShare(covered: number): BbpsScore {
  const [three, two, one] = RULE.residueBelow;
  return covered < three ? 3 : covered < two ? 2 : covered < one ? 1 : 0;
}

/** The covered share that one sample shows: all of it where there is stool that cannot be cleared. */
function coveredOf({ residue, cleanliness }: CleanSample): number | null {
  if (!known(residue)) return null;
  return (cleanliness?.['impacted-stool'] ?? 0) > RULE.stoolAbove ? 1 : residue;
}

function count(region: RegionBook, { frames, lengthMs, residue, bubbles }: CleanSample): RegionBook {
  const { bubbles: before } = region;
  return {
    ...region,
    frames: region.frames + frames,
    lengthMs: region.lengthMs + lengthMs,
    measured: region.measured && known(residue),
    bubbles: known(bubbles) ? { sum: before.sum + bubbles * frames, frames: before.frames + frames } : before,
  };
}

const begin = (region: ColonRegion, from: number): Stretch => ({
  region,
  from,
  lengthMs: 0,
  runs: [0, 0, 0],
  best: 0,
  least: 1,
});

function goOn(stretch: Stretch, lengthMs: number, level: BbpsScore, covered: number | null): Stretch {
  const runs = stretch.runs.map((run, i) =>
    level > i ? run + lengthMs : Math.max(0, run - RULE.breakCosts * lengthMs),
  );
  const lasted = runs.filter((run) => run >= RULE.lastingMs).length as BbpsScore;
  const { best, least } = stretch;
  return {
    ...stretch,
    lengthMs: stretch.lengthMs + lengthMs,
    runs,
    best: lasted > best ? lasted : best,
    least: covered === null || least === null ? null : Math.min(least, covered),
  };
}

/** The stretch is over: it counts by its best lasting state and its least covered share. One seen too shortly says nothing. */
function closed(
  regions: CleanBook['regions'],
  { region, lengthMs, best, least }: Stretch,
): CleanBook['regions'] {
  if (lengthMs < RULE.leastMs) return regions;
  const before = regions[region];
  const state = least === null ? best : byShare(least);
  const stretches = before.stretches.map((n, level) => (level === state ? n + 1 : n));
  return { ...regions, [region]: { ...before, stretches, covered: before.covered + (least ?? 0) } };
}

function scoreOf({
  stretches,
  covered,
  frames,
  lengthMs,
  measured,
  bubbles,
}: RegionBook): SegmentScore | null {
  const n = stretches.reduce((sum, count) => sum + count, 0);
  if (n === 0 || frames < RULE.leastFrames || lengthMs < RULE.leastMs) return null;
  const below = (level: number): number => stretches.slice(0, level).reduce((sum, count) => sum + count, 0);
  const byStates = ([3, 2, 1] as const).find((level) => below(level) <= RULE.lowShare * n) ?? 0;
  const score = measured ? byShare(covered / n) : byStates;
  return {
    score,
    measured,
    // One more of each state than was seen: agreement of few stretches is not certainty.
    sure: ((stretches[score] ?? 0) + 1) / (n + stretches.length),
    frames,
    seconds: lengthMs / 1000,
    bubbles: bubbles.frames > 0 ? bubbles.sum / bubbles.frames : null,
  };
}

/** Regions that the machine could not score for want of views. */
export const unscored = ({ segments }: BbpsReading): ColonRegion[] =>
  COLON_REGIONS.filter((region) => segments[region] === null);
