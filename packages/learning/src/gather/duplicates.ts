import { alike } from '../ask/choose.js';
import { HashIndex } from './hash-index.js';

/** Hashes that differ in so few of their 64 bits are of the same picture (measured: docs/learning.md). */
const SAME_BITS = 4;
/** Descriptors of pictures whose cosine is larger are of the same view, whatever the hash says. */
const SAME_LOOK = 0.985;
/** Pictures just before are compared by their look too: a scope at rest. */
const RECENT = 32;

/** Finds near copies among pictures that come one after the other, and of pictures known from before. */
export class Duplicates {
  readonly #hashes = new HashIndex();
  #recent: Int8Array[] = [];

  /** A picture that need not be learnt from again. */
  know(hash: string): void {
    this.#hashes.add(hash);
  }

  /**
   * True where this picture is nearly one that was taken or known.
   * @param kept descriptors of pictures that are kept now, to compare with
   */
  isNear(hash: string, look: Int8Array | null, kept: Iterable<Int8Array | null> = []): boolean {
    if (this.#hashes.hasNear(hash, SAME_BITS)) return true;
    if (look === null) return false;
    for (const other of this.#recent) if (alike(look, other) >= SAME_LOOK) return true;
    for (const other of kept) if (alike(look, other) >= SAME_LOOK) return true;
    return false;
  }

  /** Remembers a picture that was taken. */
  take(hash: string, look: Int8Array | null): void {
    this.#hashes.add(hash);
    if (look === null) return;
    this.#recent.push(look);
    if (this.#recent.length > RECENT) this.#recent = this.#recent.slice(-RECENT);
  }
}
