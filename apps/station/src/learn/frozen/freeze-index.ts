import { dirname, resolve } from 'node:path';
import { type FrozenSet, frozenSetOf, frozenSetText, JUDGED_SPLITS } from '@haustra/learning';
import { writeFileAtomic } from '@haustra/store';
import { readIndex } from '../../evaluate/files/read-index.js';
import { fileFingerprint, forEachRow, pictureHash } from './fingerprints.js';

/**
 * Makes the fingerprints that are shipped: those of the `val` and `test` pictures of an index. No picture can be made
 * out of them.
 * @param out file to write
 * @throws HaustraError `not-found`, `unreadable`, `no-picture`, `unwritable`; the signal's reason
 */
export async function freezeIndex(
  index: string,
  out: string,
  signal: AbortSignal,
  onDone: (done: number, of: number) => void,
): Promise<FrozenSet> {
  const folder = dirname(resolve(index));
  const rows = await readIndex(index, { splits: [...JUDGED_SPLITS], sources: null });
  const pictures = await forEachRow(
    rows,
    signal,
    async (row) => ({
      ...(await fileFingerprint(row, folder)),
      dhash: await pictureHash(resolve(folder, row.image)),
      own: false,
    }),
    (done) => onDone(done, rows.length),
  );
  const set = frozenSetOf(pictures);
  await writeFileAtomic(out, frozenSetText(set));
  return set;
}
