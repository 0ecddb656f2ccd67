/** Small statistics for the tables of `bench/scene.mjs`. */

export function quantile(values, q) {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
}

export const median = (values) => quantile(values, 0.5);
export const share = (values, holds) =>
  values.length === 0 ? Number.NaN : values.filter(holds).length / values.length;

/** Pearson's correlation of pairs. */
export function correlation(pairs) {
  const mean = (k) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xy += (a - x) * (b - y);
    xx += (a - x) ** 2;
    yy += (b - y) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Spearman's correlation: of the ranks, equal values in the order they came. */
export function rankCorrelation(pairs) {
  const ranks = [0, 1].map((k) => {
    const order = pairs.map((pair, i) => [pair[k], i]).sort((a, b) => a[0] - b[0]);
    const out = [];
    order.forEach(([, i], rank) => {
      out[i] = rank;
    });
    return out;
  });
  return correlation(pairs.map((_, i) => [ranks[0][i], ranks[1][i]]));
}

/** Probability that a value of `yes` is larger than one of `no`. */
export function auc(yes, no) {
  let wins = 0;
  for (const a of yes) for (const b of no) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (yes.length * no.length);
}

/**
 * 95 % interval of a statistic by drawing whole groups again, 1000 times, seeded: what belongs together (a sequence, a
 * second of a clip) is drawn together.
 */
export function interval(rows, groupOf, statistic) {
  const byName = new Map();
  for (const row of rows) byName.set(groupOf(row), [...(byName.get(groupOf(row)) ?? []), row]);
  const groups = [...byName.values()];
  if (groups.length < 2) return [Number.NaN, Number.NaN];
  let state = 1;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const values = [];
  for (let draw = 0; draw < 1000; draw++) {
    const drawn = groups.flatMap(() => groups[Math.floor(next() * groups.length)]);
    values.push(statistic(drawn));
  }
  const known = values.filter((v) => !Number.isNaN(v));
  return [quantile(known, 0.025), quantile(known, 0.975)];
}
