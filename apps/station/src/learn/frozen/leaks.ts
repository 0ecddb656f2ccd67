import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { cameFromRound, type FrozenLookup, type FrozenMatch } from '@haustra/learning';
import { readIndex } from '../../evaluate/files/read-index.js';
import { fileHash, forEachRow, pictureHash } from './fingerprints.js';

/** A picture that was learnt from and is, or nearly is, one that models are judged on. */
export interface Leak {
  readonly learnt: string;
  readonly frozen: FrozenMatch;
}

/**
 * Looks at every picture that a round learnt from. The gathering leaves frozen pictures out; this is the second look,
 * by what lies on the disk.
 * @param index the round's `index.csv`
 * @throws HaustraError `unreadable`; the signal's reason
 */
export async function leaksOf(
  index: string,
  lookup: FrozenLookup,
  signal: AbortSignal,
  onDone: (done: number, of: number) => void = () => undefined,
): Promise<Leak[]> {
  if (lookup.size === 0 || !existsSync(index)) return [];
  const filter = { splits: ['train', 'unlabelled'], sources: null };
  const rows = await readIndex(index, filter).catch((thrown: unknown) => {
    if (thrown instanceof HaustraError && thrown.code === 'no-picture') return [];
    throw thrown;
  });
  const brought = rows.filter(cameFromRound);
  const found = await forEachRow(
    brought,
    signal,
    async (row): Promise<Leak[]> => {
      const path = resolve(dirname(index), row.image);
      const frozen = lookup.match({ sha256: await fileHash(path), dhash: await pictureHash(path) });
      return frozen === null ? [] : [{ learnt: row.id, frozen }];
    },
    (done) => onDone(done, brought.length),
  );
  return found.flat();
}
