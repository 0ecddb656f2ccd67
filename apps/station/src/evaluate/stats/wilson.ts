/** A share `hits / n` with its 95 % interval. */
export interface Proportion {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly hits: number;
  readonly n: number;
}

const Z95 = 1.959963984540054;

/**
 * The share `hits / n` with the Wilson score interval at 95 % (E. B. Wilson, JASA 1927); null where `n` is 0.
 * Unlike the plain normal interval it stays in 0..1 and says something true at 0 of n and n of n.
 * @throws RangeError when `hits` is not in 0..n
 */
export function wilson(hits: number, n: number): Proportion | null {
  if (!(hits >= 0 && hits <= n)) throw new RangeError(`${hits} of ${n} is no share`);
  if (n === 0) return null;
  const p = hits / n;
  const z2 = Z95 * Z95;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return {
    value: p,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === n ? 1 : Math.min(1, middle + half),
    hits,
    n,
  };
}
