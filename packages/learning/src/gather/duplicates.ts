import { alike } from '../ask/choose.js';
import { HashIndex } from './hash-index.js';

/**
 * A hash alone tells few pictures apart: among a hundred thousand some lies within 5 of 64 bits of any. So hashes only
 * name those that may be the same, and the model's descriptors decide. Measured on 420 pictures of five sources
 * (haustra-colon-lite0 0.5.0): of 88,000 pairs 16 lie within 5 bits, and descriptors part them, unlike ones below 0.7,
 * the same scene above 0.87. Pictures saved again (JPEG at quality 40, half the size, darker): 450 of 450 are found.
 */
const NEAR_BITS = 5;
const NEAR_LOOK = 0.85;
/** Where descriptors cannot be compared, the hash must be all but equal. */
const SAME_BITS = 2;
/** A scope at rest: descriptors so alike are of the same view, whatever the hash says (all 9 of the 88,000 pairs were). */
const SAME_LOOK = 0.985;
/** Pictures just before are compared by their look too. */
const RECENT = 32;

/** Finds near copies among pictures that come one after the other, and of pictures known from before. */
export class Duplicates {
  readonly #hashes = new HashIndex();
  readonly #looks: (Int8Array | null)[] = [];

  /**
   * Remembers a picture that was taken, now or before.
   * @param look its descriptor by the model in use; null where there is none by that model
   */
  take(hash: string, look: Int8Array | null): void {
    this.#looks[this.#hashes.add(hash)] = look;
  }

  /**
   * True where this picture is nearly one that was taken.
   * @param kept descriptors of pictures that are kept now, to compare with
   */
  isNear(hash: string, look: Int8Array | null, kept: Iterable<Int8Array | null> = []): boolean {
    for (const { at, bits } of this.#hashes.near(hash, NEAR_BITS)) {
      const other = this.#looks[at] ?? null;
      const comparable = look !== null && other !== null && look.length === other.length;
      if (comparable ? alike(look, other) >= NEAR_LOOK : bits <= SAME_BITS) return true;
    }
    if (look === null) return false;
    const same = (other: Int8Array | null) => other !== null && alike(look, other) >= SAME_LOOK;
    if (this.#looks.slice(-RECENT).some(same)) return true;
    for (const other of kept) if (same(other)) return true;
    return false;
  }
}
