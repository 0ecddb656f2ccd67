/** A stretch of examination time in milliseconds, from `startMs` up to but not including `endMs`. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The same time as ordered stretches that neither touch nor overlap; empty and reversed ones are left out. */
export function union(spans: readonly Span[]): Span[] {
  const ordered = spans.filter((s) => s.endMs > s.startMs).sort((a, b) => a.startMs - b.startMs);
  const out: Span[] = [];
  for (const span of ordered) {
    const last = out.at(-1);
    if (last && span.startMs <= last.endMs) {
      out[out.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, span.endMs) };
    } else out.push({ startMs: span.startMs, endMs: span.endMs });
  }
  return out;
}

/** The time of `from` that is in none of `without`. */
export function subtract(from: readonly Span[], without: readonly Span[]): Span[] {
  let left = union(from);
  for (const hole of union(without)) {
    left = left.flatMap((span) => [
      { startMs: span.startMs, endMs: Math.min(span.endMs, hole.startMs) },
      { startMs: Math.max(span.startMs, hole.endMs), endMs: span.endMs },
    ]);
    left = left.filter((span) => span.endMs > span.startMs);
  }
  return left;
}

/** The time of `spans` that lies between two moments. */
export const between = (spans: readonly Span[], fromMs: number, toMs: number): Span[] =>
  union(spans.map((s) => ({ startMs: Math.max(s.startMs, fromMs), endMs: Math.min(s.endMs, toMs) })));

/** Length of the time covered, milliseconds, never negative. */
export const total = (spans: readonly Span[]): number =>
  union(spans).reduce((sum, span) => sum + (span.endMs - span.startMs), 0);
