/** Restrict x to [low, high]. */
export function clamp(x: number, low: number, high: number): number {
  return x < low ? low : Math.min(x, high);
}

/** Hermite step: 0 below `from`, 1 above `to`, smooth between. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
}

/** Linear mix: a at t = 0, b at t = 1. */
export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** Polynomial smooth minimum; `k` is the width (in the unit of a and b) over which the two melt together. */
export function smoothMin(a: number, b: number, k: number): number {
  const h = k - Math.abs(a - b);
  return h <= 0 ? Math.min(a, b) : Math.min(a, b) - (h * h) / (4 * k);
}

/** One point of a curve through time: x in seconds (or any rising unit), y its value. */
export type Knot = readonly [x: number, y: number];

/**
 * Monotone cubic (Fritsch-Carlson) through knots: never overshoots, so a scope that pauses really stands still.
 * Outside the knots the end values hold. Throws RangeError on an empty list or x that does not rise.
 */
export function monotoneCurve(knots: readonly Knot[]): (x: number) => number {
  const n = knots.length;
  if (n === 0) throw new RangeError('a curve needs at least one knot');
  const xs = knots.map((k) => k[0]);
  const ys = knots.map((k) => k[1]);
  const slope: number[] = [];
  for (let i = 0; i + 1 < n; i++) {
    const dx = (xs[i + 1] as number) - (xs[i] as number);
    if (!(dx > 0)) throw new RangeError(`knots must rise in x; knot ${i + 1} does not`);
    slope.push(((ys[i + 1] as number) - (ys[i] as number)) / dx);
  }
  const tangent = ys.map((_, i) => {
    const a = slope[i - 1];
    const b = slope[i];
    if (a === undefined || b === undefined || a * b <= 0) return 0;
    return (2 * a * b) / (a + b);
  });
  return (x) => {
    if (x <= (xs[0] as number)) return ys[0] as number;
    if (x >= (xs[n - 1] as number)) return ys[n - 1] as number;
    let i = 0;
    while ((xs[i + 1] as number) < x) i++;
    const h = (xs[i + 1] as number) - (xs[i] as number);
    const t = (x - (xs[i] as number)) / h;
    const t2 = t * t;
    const t3 = t2 * t;
    return (
      (2 * t3 - 3 * t2 + 1) * (ys[i] as number) +
      (t3 - 2 * t2 + t) * h * (tangent[i] as number) +
      (3 * t2 - 2 * t3) * (ys[i + 1] as number) +
      (t3 - t2) * h * (tangent[i + 1] as number)
    );
  };
}
