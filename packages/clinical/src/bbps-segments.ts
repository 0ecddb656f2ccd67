import { COLON_REGIONS, type ColonRegion, type Phase } from '@haustra/domain';
import { type BbpsResult, type BbpsScore, type BbpsSegments, bbps } from './bbps.js';
import { type Evidence, known } from './evidence.js';
import { BBPS_SEGMENT } from './rules.js';

const RULE = BBPS_SEGMENT.values;

/** What one picture, or the mean of a second of them, says of cleanliness. */
export interface CleanSample {
  readonly lengthMs: number;
  readonly frames: number;
  readonly phase: Phase | null;
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
  /** The stretch of the wall that is looked at now. */
  readonly stretch: Stretch | null;
}

interface RegionBook {
  /** How many stretches ended with each score, 0 to 3. */
  readonly stretches: readonly number[];
  readonly frames: number;
  readonly lengthMs: number;
  /** Every sample had the covered share of the wall, which alone tells 3 from 2 and 0 from 1. */
  readonly measured: boolean;
  readonly bubbles: { readonly sum: number; readonly frames: number };
}

interface Stretch {
  readonly region: ColonRegion;
  readonly lengthMs: number;
  /** For how long the state has been at least 1, 2, 3, ms; a break costs more than its time, a single misread picture not all. */
  readonly runs: readonly number[];
  /** The best state that lasted. */
  readonly best: BbpsScore;
  /** Net shrinking of the picture since it began; null where motion is not known. */
  readonly moved: number | null;
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
  frames: 0,
  lengthMs: 0,
  measured: true,
  bubbles: { sum: 0, frames: 0 },
};

export const cleanBook = (): CleanBook => ({
  regions: { right: EMPTY, transverse: EMPTY, left: EMPTY },
  stretch: null,
});

/** Takes in one sample. Only usable views of the withdrawal count. Rule `bbps-segment`. */
export function cleanStep(book: CleanBook, sample: CleanSample): CleanBook {
  const { region } = sample;
  if (sample.phase !== 'withdrawal' || region === null || sample.usable < RULE.usableAbove) return book;
  const level = levelOf(sample);
  if (level === null) return book;
  const open = book.stretch?.region === region ? book : closed(book);
  const counted = { ...open.regions, [region]: count(open.regions[region], sample) };
  const stretch = goOn(open.stretch ?? begin(region, sample), sample, level);
  const next = { regions: counted, stretch };
  return isOver(stretch) ? closed(next) : next;
}

/** Scores as they stand, with the doctor's own beside them. No total without the caecum. Rules `bbps-segment`, `bbps-adequacy`. */
export function bbpsReading(book: CleanBook, doctor: BbpsSegments, caecumReached: boolean): BbpsReading {
  const whole = closed(book);
  const machine = {
    right: scoreOf(whole.regions.right),
    transverse: scoreOf(whole.regions.transverse),
    left: scoreOf(whole.regions.left),
  };
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
  if (known(residue)) {
    const [three, two, one] = RULE.residueBelow;
    return residue < three ? 3 : residue < two ? 2 : residue < one ? 1 : 0;
  }
  if (!cleanliness) return null;
  return cleanliness['bbps-2-3'] >= cleanliness['bbps-0-1'] + stool ? 2 : 1;
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

const begin = (region: ColonRegion, { approach }: CleanSample): Stretch => ({
  region,
  lengthMs: 0,
  runs: [0, 0, 0],
  best: 0,
  moved: known(approach) ? 0 : null,
});

function goOn(stretch: Stretch, { lengthMs, approach }: CleanSample, level: BbpsScore): Stretch {
  const runs = stretch.runs.map((run, i) =>
    level > i ? run + lengthMs : Math.max(0, run - RULE.breakCosts * lengthMs),
  );
  const lasted = runs.filter((run) => run >= RULE.lastingMs).length as BbpsScore;
  const { moved } = stretch;
  return {
    region: stretch.region,
    lengthMs: stretch.lengthMs + lengthMs,
    runs,
    best: lasted > stretch.best ? lasted : stretch.best,
    moved: moved === null || !known(approach) ? null : moved - (approach * lengthMs) / 1000,
  };
}

/** A stretch is over after its time; one that is not clean is waited for while the scope stays and may be washing it. */
function isOver({ lengthMs, best, moved }: Stretch): boolean {
  if (lengthMs < RULE.stretchMs) return false;
  const stays = moved !== null && Math.abs(moved) < RULE.movedBy;
  return best >= 2 || !stays || lengthMs >= RULE.longestStretchMs;
}

/** The stretch is over: it counts by its best lasting state. A short rest of one says nothing. */
function closed({ regions, stretch }: CleanBook): CleanBook {
  if (stretch === null || stretch.lengthMs < RULE.leastMs) return { regions, stretch: null };
  const region = regions[stretch.region];
  const stretches = region.stretches.map((n, level) => (level === stretch.best ? n + 1 : n));
  return { regions: { ...regions, [stretch.region]: { ...region, stretches } }, stretch: null };
}

function scoreOf({ stretches, frames, lengthMs, measured, bubbles }: RegionBook): SegmentScore | null {
  const n = stretches.reduce((sum, count) => sum + count, 0);
  if (n === 0 || frames < RULE.leastFrames || lengthMs < RULE.leastMs) return null;
  const below = (level: number): number => stretches.slice(0, level).reduce((sum, count) => sum + count, 0);
  const score = ([3, 2, 1] as const).find((level) => below(level) <= RULE.lowShare * n) ?? 0;
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
