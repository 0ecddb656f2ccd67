import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { asHaustraError, type IndexRow } from '@haustra/domain';
import { differenceHash, type Fingerprint, truthHash } from '@haustra/learning';
import { loadPicture } from '@haustra/media';

/** Side of the picture that difference hashes are made of, in pixels; the visible field fills it. */
export const HASHED_SIDE = 256;
const AT_ONCE = 4;

/** A picture as far as its files tell without decoding it. */
export type FileFingerprint = Pick<Fingerprint, 'id' | 'split' | 'sha256' | 'truth'>;

/** SHA-256 of a file. @throws HaustraError `unreadable` */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: 'unreadable',
      message: 'the picture or outline cannot be read',
      where: path,
      hint: 'Restore the file, or take its row out of the index.',
    });
  }
  return hash.digest('hex');
}

/** Difference hash of a picture's visible field. @throws HaustraError as `loadPicture` */
export async function pictureHash(path: string): Promise<string> {
  const picture = await loadPicture(path, { width: HASHED_SIDE, height: HASHED_SIDE });
  return differenceHash({ width: picture.width, height: picture.height, rgb: picture.rgb });
}

/** Fingerprint of a row by its files alone. @param folder that the paths of the index are relative to */
export async function fileFingerprint(row: IndexRow, folder: string): Promise<FileFingerprint> {
  const mask = row.mask === null ? null : await fileHash(resolve(folder, row.mask));
  const sha256 = await fileHash(resolve(folder, row.image));
  return { id: row.id, split: row.split, sha256, truth: truthHash(row, mask) };
}

/** Does something for each item, a few at a time; outcomes in the order of the items. */
export async function forEachRow<In, Out>(
  items: readonly In[],
  signal: AbortSignal,
  work: (item: In) => Promise<Out>,
  onDone: (done: number) => void = () => undefined,
): Promise<Out[]> {
  const results = new Array<Out>(items.length);
  const waiting = items.entries();
  let done = 0;
  const next = async () => {
    for (const [at, item] of waiting) {
      signal.throwIfAborted();
      results[at] = await work(item);
      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return results;
}
