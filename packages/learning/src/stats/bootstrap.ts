import { seededRandom } from './random.js';

/** A measured value with its 95 % interval over `n` items; the interval is null where it cannot be had. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

export interface BootstrapOptions {
  readonly rounds: number;
  readonly seed: number;
}

/** How often each item counts: all ones for the data as they are, drawn counts in a bootstrap round. */
export type Weights = Uint16Array;

/**
 * A statistic with its percentile bootstrap interval (Efron 1979). Whole groups are drawn with replacement, because
 * frames of one sequence are near-copies and would make the interval too narrow if drawn one by one.
 * @param groups for each item the key of its group (its sequence, or itself)
 * @param statistic the value for given weights, one weight an item; null where undefined (such rounds are left out)
 * @returns null where the statistic is undefined on the data; no interval with fewer than two groups
 */
export function bootstrap(
  groups: readonly string[],
  statistic: (weights: Weights) => number | null,
  options: BootstrapOptions,
): Estimate | null {
  const n = groups.length;
  const value = n === 0 ? null : statistic(new Uint16Array(n).fill(1));
  if (value === null) return null;
  const values = resample(groups, statistic, options);
  if (values === null) return { value, low: null, high: null, n };
  return { value, low: percentile(values, 0.025), high: percentile(values, 0.975), n };
}

/**
 * The statistic on data drawn again, whole groups with replacement.
 * @returns its values in rising order, without the rounds in which it is undefined; null with fewer than two groups
 */
export function resample(
  groups: readonly string[],
  statistic: (weights: Weights) => number | null,
  options: BootstrapOptions,
): number[] | null {
  const members = membersOf(groups);
  if (members.length < 2) return null;
  const random = seededRandom(options.seed);
  const weights = new Uint16Array(groups.length);
  const values: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    weights.fill(0);
    for (let draw = 0; draw < members.length; draw++) {
      for (const item of members[Math.floor(random() * members.length)] ?? []) {
        weights[item] = (weights[item] ?? 0) + 1;
      }
    }
    const drawn = statistic(weights);
    if (drawn !== null) values.push(drawn);
  }
  return values.sort((a, b) => a - b);
}

/** The items of each group. */
function membersOf(groups: readonly string[]): readonly (readonly number[])[] {
  const members = new Map<string, number[]>();
  for (const [item, group] of groups.entries()) {
    const known = members.get(group);
    if (known === undefined) members.set(group, [item]);
    else known.push(item);
  }
  return [...members.values()];
}

/** The `share` quantile of ascending numbers, between neighbours by straight line; null of none. */
export function percentile(ascending: readonly number[], share: number): number | null {
  const at = share * (ascending.length - 1);
  const below = ascending[Math.floor(at)];
  const above = ascending[Math.ceil(at)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (at - Math.floor(at));
}
