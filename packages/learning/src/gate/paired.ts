import { resample } from '../stats/bootstrap.js';
import { studentBelow, studentQuantile } from '../stats/student.js';
import type { GateQuantity, Statistic } from './types.js';

/** Fewer things than this cannot show a damage that matters. */
export const LEAST = 20;
/** Fewer of the rarer class than this do not hold an area under a curve. */
export const LEAST_RARER = 10;
/** Fewer sequences than this, counted by their weight, do not tell how much sequences differ. */
export const LEAST_GROUPS = 5;
/** Where sequences are that few, the noise from picture to picture is taken this many times: a design effect of 4. */
const FEW_GROUPS_FACTOR = 2;
/** Share of the draws in which a measure must be defined. */
const DEFINED = 0.8;

/** The difference of two models in one quantity, and how far it is beyond noise. */
export interface PairedDifference {
  readonly before: number | null;
  readonly after: number | null;
  readonly difference: number | null;
  /** 95 % interval of the difference. */
  readonly low: number | null;
  readonly high: number | null;
  /** Chance of a fall (a rise) as great as this where nothing changed; null where it is too little to tell. */
  readonly pWorse: number | null;
  readonly pBetter: number | null;
}

/**
 * Compares two models by one quantity: a paired bootstrap over groups gives the standard error of the difference,
 * Student's t with as many degrees of freedom as there are groups tells it from noise. The error is never taken
 * smaller than that from picture to picture. Pure.
 */
export function pairedDifference(
  quantity: GateQuantity,
  options: { readonly rounds: number; readonly seed: number },
): PairedDifference {
  const { groups, before: first, after: second } = quantity;
  const ones = new Uint16Array(groups.length).fill(1);
  const [before, after] = [first(ones), second(ones)];
  const enough = quantity.n >= LEAST && quantity.rarer >= LEAST_RARER;
  if (before === null || after === null) {
    // What could be measured and no longer can, such as types where no lesion is found any more, has collapsed.
    const collapsed = enough && before !== null && after === null;
    const p = collapsed ? { pWorse: 0, pBetter: 1 } : { pWorse: null, pBetter: null };
    return { before, after, difference: null, low: null, high: null, ...p };
  }
  const difference = after - before;
  const noise = enough ? noiseOf(quantity, paired(first, second), options) : null;
  if (noise === null)
    return { before, after, difference, low: null, high: null, pWorse: null, pBetter: null };
  const half = studentQuantile(0.975, noise.degrees) * noise.error;
  const t = difference / noise.error;
  return {
    before,
    after,
    difference,
    low: Math.max(-1, difference - half),
    high: Math.min(1, difference + half),
    pWorse: studentBelow(t, noise.degrees),
    pBetter: studentBelow(-t, noise.degrees),
  };
}

const paired =
  (first: Statistic, second: Statistic): Statistic =>
  (weights) => {
    const [before, after] = [first(weights), second(weights)];
    return before === null || after === null ? null : after - before;
  };

interface Noise {
  /** Standard error of the difference, above 0. */
  readonly error: number;
  readonly degrees: number;
}

/** Null where the measure is undefined in too many draws. */
function noiseOf(
  { groups, n }: GateQuantity,
  difference: Statistic,
  options: { readonly rounds: number; readonly seed: number },
): Noise | null {
  const alone = groups.map((_, picture) => `${picture}`);
  const byPicture = spread(resample(alone, difference, options), options.rounds);
  if (byPicture === null) return null;
  // One item that fell differently is the least that can be seen.
  const least = Math.max(byPicture, 0.5 / n);
  const count = effectiveGroups(groups);
  if (count === groups.length) return { error: least * corrected(count), degrees: count - 1 };
  if (count < LEAST_GROUPS) return { error: least * FEW_GROUPS_FACTOR, degrees: groups.length - 1 };
  const byGroup = spread(resample(groups, difference, options), options.rounds);
  return byGroup === null ? null : { error: Math.max(least, byGroup * corrected(count)), degrees: count - 1 };
}

/** A bootstrap over few groups shows too small an error, by this factor. */
const corrected = (groups: number): number => Math.sqrt(groups / Math.max(1, groups - 1));

/** How many groups of equal size would tell as much as these (Kish): sequences that are long count for little. */
export function effectiveGroups(groups: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const squares = [...sizes.values()].reduce((sum, size) => sum + size * size, 0);
  return squares === 0 ? 0 : groups.length ** 2 / squares;
}

/** Standard deviation of the drawn values; null where too few are defined. */
function spread(values: readonly number[] | null, rounds: number): number | null {
  if (values === null || values.length < DEFINED * rounds) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
