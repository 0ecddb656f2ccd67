import { type Candidate, choose } from '../ask/choose.js';

/** A picture in the pool. */
export interface Pooled extends Candidate {
  readonly n: number;
}

/** Of so many pictures at once the best are chosen; comparing more with each other would take minutes. */
const BLOCK = 4_096;

/**
 * Which of the pictures to keep: the most useful, unlike each other. More than `BLOCK` are chosen block by block, each
 * giving its share. Pure and deterministic.
 * @returns the numbers of those that fall out, ascending
 */
export function surplusOf(pool: readonly Pooled[], keep: number): number[] {
  if (pool.length <= keep) return [];
  const ordered = [...pool].sort((a, b) => a.n - b.n);
  const blocks = Math.ceil(ordered.length / BLOCK);
  const kept = new Set<number>();
  for (let block = 0; block < blocks; block++) {
    const from = Math.floor((block * ordered.length) / blocks);
    const to = Math.floor(((block + 1) * ordered.length) / blocks);
    const share = Math.floor(((block + 1) * keep) / blocks) - Math.floor((block * keep) / blocks);
    const part = ordered.slice(from, to);
    for (const at of choose(part, share)) kept.add(part[at]?.n ?? -1);
  }
  return ordered.map(({ n }) => n).filter((n) => !kept.has(n));
}

/**
 * The pictures kept so far. It grows to twice what is wanted before it is cut back, so that late pictures have their
 * chance against early ones and choosing stays rare.
 */
export class Pool {
  readonly #keep: number;
  #pictures: Map<number, Pooled>;

  constructor(keep: number, pictures: Iterable<Pooled> = []) {
    this.#keep = keep;
    this.#pictures = new Map([...pictures].map((picture) => [picture.n, picture]));
  }

  get size(): number {
    return this.#pictures.size;
  }

  /** Kept when nothing more comes. */
  get kept(): number {
    return Math.min(this.#keep, this.#pictures.size);
  }

  *looks(): Generator<Int8Array | null> {
    for (const { look } of this.#pictures.values()) yield look;
  }

  /** Takes a picture in. @returns the numbers of those that fall out for it; mostly none. */
  add(picture: Pooled): number[] {
    this.#pictures.set(picture.n, picture);
    return this.#pictures.size >= 2 * this.#keep ? this.cut() : [];
  }

  /** Cuts back to what is wanted. @returns the numbers of those that fall out, ascending. */
  cut(): number[] {
    const out = surplusOf([...this.#pictures.values()], this.#keep);
    for (const n of out) this.#pictures.delete(n);
    return out;
  }
}
