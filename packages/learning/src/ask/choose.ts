/** A picture that may be chosen: how much it is worth by itself, and its descriptor of unit length (`describe`). */
export interface Candidate {
  /** 0…1 */
  readonly worth: number;
  /** Null where the model has none; such pictures are told apart by nothing and chosen by worth. */
  readonly look: Int8Array | null;
}

/** A descriptor of unit length in whole steps of 1/127: a fourth of the memory, and the same bits on every machine. */
export function describe(descriptor: Float32Array | null): Int8Array | null {
  if (descriptor === null) return null;
  return Int8Array.from(descriptor, (v) => Math.max(-127, Math.min(127, Math.round(v * 127))));
}

/** How alike two pictures are: the cosine of their descriptors, −1…1; 0 where one has none. */
export function alike(a: Int8Array | null, b: Int8Array | null): number {
  if (a === null || b === null || a.length !== b.length) return 0;
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
}

/** Even a picture that the model is sure of is worth something for what it shows. */
const FLOOR = 0.15;

/**
 * Chooses pictures one after the other: each is the one with the highest worth × distance to those already chosen
 * (farthest first), so that neither a hundred views of one doubtful fold nor a hundred odd but sure pictures are
 * chosen. Equal ones go in the order given. Pure; `count` × candidates comparisons of descriptors.
 * @param known descriptors of pictures that count as chosen already
 * @returns indices, in the order of choice
 */
export function choose(
  candidates: readonly Candidate[],
  count: number,
  known: readonly (Int8Array | null)[] = [],
): number[] {
  const distance = candidates.map(({ look }) =>
    known.reduce((least, other) => Math.min(least, 1 - alike(look, other)), 1),
  );
  const left = new Set(candidates.keys());
  const chosen: number[] = [];
  while (chosen.length < count && left.size > 0) {
    let [at, most] = [-1, -1];
    for (const i of left) {
      const value = (FLOOR + (candidates[i]?.worth ?? 0)) * Math.max(0, distance[i] ?? 0);
      if (value > most) [at, most] = [i, value];
    }
    left.delete(at);
    chosen.push(at);
    const look = candidates[at]?.look ?? null;
    for (const i of left) {
      const away = 1 - alike(candidates[i]?.look ?? null, look);
      if (away < (distance[i] ?? 0)) distance[i] = away;
    }
  }
  return chosen;
}
