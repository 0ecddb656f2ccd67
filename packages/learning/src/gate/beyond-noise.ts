/**
 * Which of many p-values are beyond noise by Benjamini and Hochberg's rule (JRSS B 1995). Where nothing changed at all,
 * the chance that any is named is at most `level`; where something did change, at most that share of those named is
 * named wrongly. Holm's rule gives the same promise for "nothing changed", which is what a gate must promise, but sees
 * less where a damage shows in several checks at once. A null takes no part.
 */
export function beyondNoise(ps: readonly (number | null)[], level: number): boolean[] {
  const known = ps.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p);
  let last = -1;
  for (const [rank, { p }] of known.entries()) {
    if (p <= (level * (rank + 1)) / known.length) last = rank;
  }
  const named = new Set(known.slice(0, last + 1).map(({ at }) => at));
  return ps.map((_, at) => named.has(at));
}
