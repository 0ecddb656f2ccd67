import { open } from 'node:fs/promises';
import { AppendFile } from '../append-file.js';
import { writeError } from '../io-error.js';

/**
 * Cuts the torn end off a journal. The bytes are first kept in a file of their own, so that a crash in between loses
 * nothing.
 * @param aside file that torn ends are added to
 * @param torn the bytes after `goodBytes`
 * @throws HaustraError `unwritable`
 */
export async function cutTorn(
  path: string,
  aside: string,
  torn: Uint8Array,
  goodBytes: number,
): Promise<void> {
  const kept = await AppendFile.open(aside);
  try {
    await kept.append(torn);
    await kept.append('\n');
  } finally {
    await kept.close();
  }
  try {
    const file = await open(path, 'r+');
    try {
      await file.truncate(goodBytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw writeError(thrown, path);
  }
}
