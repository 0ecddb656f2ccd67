import type { Correction } from '@haustra/domain';

/** Names a frame across rounds; also its id in an index. */
export const frameKey = (round: string, frame: number): string => `${round}/${frame}`;

/** True where nothing is said: what takes an earlier correction back. */
export const saysNothing = (
  c: Pick<Correction, 'organ' | 'usable' | 'cleanliness' | 'caecum' | 'lesions'>,
): boolean =>
  c.organ === null && c.usable === null && c.cleanliness === null && c.caecum === null && c.lesions === null;

/**
 * What holds of all that was said, in the order in which it was written: the last word on each frame, by `frameKey`.
 * A last word that says nothing leaves the frame without a correction. Pure.
 */
export function lastWords(corrections: Iterable<Correction>): Map<string, Correction> {
  const words = new Map<string, Correction>();
  for (const correction of corrections) {
    const key = frameKey(correction.round, correction.frame);
    // Deleted first, so that the order is that of the last words.
    words.delete(key);
    if (!saysNothing(correction)) words.set(key, correction);
  }
  return words;
}
