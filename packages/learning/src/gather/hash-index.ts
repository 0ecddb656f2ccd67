import { hashDistance } from '../frozen/difference-hash.js';

/** Parts of eight bits: hashes that differ in at most seven bits are equal in one of the eight parts. */
const PARTS = 8;
const MOST = PARTS - 1;

/** Difference hashes, to find those near another without comparing it with all. */
export class HashIndex {
  readonly #hashes: string[] = [];
  readonly #parts = Array.from({ length: PARTS }, () => new Map<string, number[]>());

  get size(): number {
    return this.#hashes.length;
  }

  /** @returns the number under which it is found again: 0, 1, … */
  add(hash: string): number {
    const at = this.#hashes.push(hash) - 1;
    for (const [part, map] of this.#parts.entries()) {
      const key = partOf(hash, part);
      const bucket = map.get(key);
      if (bucket === undefined) map.set(key, [at]);
      else bucket.push(at);
    }
    return at;
  }

  /** Hashes that differ in at most `distance` bits, by number and bits, each once. @throws RangeError above 7 */
  near(hash: string, distance: number): { readonly at: number; readonly bits: number }[] {
    if (distance > MOST) throw new RangeError(`looks ${MOST} bits far at most`);
    const found = new Map<number, number>();
    for (const [part, map] of this.#parts.entries()) {
      for (const at of map.get(partOf(hash, part)) ?? []) {
        const bits = hashDistance(hash, this.#hashes[at] ?? '');
        if (bits <= distance) found.set(at, bits);
      }
    }
    return [...found].map(([at, bits]) => ({ at, bits }));
  }
}

const partOf = (hash: string, part: number): string => hash.slice(2 * part, 2 * part + 2);
