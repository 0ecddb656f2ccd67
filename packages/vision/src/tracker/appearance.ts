/** Cosine of two descriptors of unit length, -1..1; 0 where one is empty. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

const VIEWS = 8;
/** A view closer than this to one that is kept adds nothing. */
const SAME_VIEW = 0.97;
/** Weight of a new sighting in the appearance that is followed from frame to frame. */
const FRESH = 0.2;

/**
 * How one lesion looks: the appearance followed from frame to frame, and a few views that differ, because a polyp looks
 * different from near and far, before and after washing.
 */
export class Appearance {
  #current = new Float32Array();
  readonly #views: Float32Array[] = [];
  #turn = 0;

  get known(): boolean {
    return this.#views.length > 0;
  }

  add(descriptor: Float32Array): void {
    this.#current = this.#current.length === 0 ? descriptor.slice() : blend(this.#current, descriptor, FRESH);
    let nearest = -1;
    for (const view of this.#views) nearest = Math.max(nearest, cosine(view, descriptor));
    if (nearest >= SAME_VIEW) return;
    // The first view is never given up; the others make room in turn.
    if (this.#views.length < VIEWS) this.#views.push(descriptor.slice());
    else this.#views[1 + (this.#turn++ % (VIEWS - 1))] = descriptor.slice();
  }

  /** Likeness of a new sighting to how the lesion looked last, -1..1. */
  likeNow(descriptor: Float32Array): number {
    return cosine(this.#current, descriptor);
  }

  /** Likeness of another lesion's present look to any view of this one, -1..1; -1 where either is unknown. */
  likeEver(other: Appearance): number {
    if (!other.known) return -1;
    let best = -1;
    for (const view of this.#views) best = Math.max(best, cosine(view, other.#current));
    return best;
  }

  /** Takes over the views of the same lesion from before. */
  remember(before: Appearance): void {
    for (const view of before.#views) if (this.#views.length < VIEWS) this.#views.push(view);
  }
}

function blend(a: Float32Array, b: Float32Array, share: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(a.length);
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    const value = (1 - share) * (a[i] ?? 0) + share * (b[i] ?? 0);
    out[i] = value;
    squares += value * value;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) * scale;
  return out;
}
