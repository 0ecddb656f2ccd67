import { hashDistance } from '../frozen/difference-hash.js';

/** Parts of eight bits: hashes that differ in at most seven bits are equal in one of the eight parts. */
const PARTS = 8;
const MOST = PARTS - 1;

/** Difference hashes, to find whether one lies near another without comparing it with all. */
export class HashIndex {
  readonly #hashes: string[] = [];
  readonly #parts = Array.from({ length: PARTS }, () => new Map<string, number[]>());

  get size(): number {
    return this.#hashes.length;
  }

  add(hash: string): void {
    const at = this.#hashes.push(hash) - 1;
    for (const [part, map] of this.#parts.entries()) {
      const key = partOf(hash, part);
      const bucket = map.get(key);
      if (bucket === undefined) map.set(key, [at]);
      else bucket.push(at);
    }
  }

  /** True where a hash was added that differs in at most `distance` bits. @throws RangeError above 7 */
  hasNear(hash: string, distance: number): boolean {
    if (distance > MOST) throw new RangeError(`looks ${MOST} bits far at most`);
    for (const [part, map] of this.#parts.entries()) {
      for (const at of map.get(partOf(hash, part)) ?? []) {
        if (hashDistance(hash, this.#hashes[at] ?? '') <= distance) return true;
      }
    }
    return false;
  }
}

const partOf = (hash: string, part: number): string => hash.slice(2 * part, 2 * part + 2);
