import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { AppendFile, cutTorn, syncFolder, takeLock, writeError } from '@haustra/store';
import { FileJournal } from './file-journal.js';
import { brokenError, JOURNAL_FILE, LOCK_FILE, missingError, TORN_FILE } from './names.js';
import { scanJournal } from './scan.js';
import type { Journal, JournalOptions } from './types.js';

/**
 * Starts the journal of a new examination in a folder, which is made if missing.
 * @throws HaustraError `busy` when the folder holds a journal already or another process writes there; `unwritable`.
 */
export async function createJournal(folder: string, options: JournalOptions = {}): Promise<Journal> {
  const path = join(folder, JOURNAL_FILE);
  await makeFolder(folder);
  return withLock(folder, async (unlock) => {
    const size = await stat(path).then(
      (s) => s.size,
      () => 0,
    );
    if (size > 0) throw alreadyThere(path);
    return new FileJournal(await AppendFile.open(path), unlock, { entries: [], tornBytes: 0 }, options);
  });
}

/**
 * Opens the journal of an examination to go on with it. A last line torn by a crash is moved to `journal.torn`.
 * @throws HaustraError `not-found`; `journal-broken` when the chain does not hold; `busy`; `unwritable`.
 */
export async function openJournal(folder: string, options: JournalOptions = {}): Promise<Journal> {
  const path = join(folder, JOURNAL_FILE);
  await stat(path).catch((thrown) => Promise.reject(missingError(path, thrown)));
  return withLock(folder, async (unlock) => {
    const bytes = await readFile(path);
    const { entries, goodBytes, tornBytes, broken } = scanJournal(bytes);
    if (broken) throw brokenError(path, broken);
    if (tornBytes > 0) await cutTorn(path, join(folder, TORN_FILE), bytes.subarray(goodBytes), goodBytes);
    return new FileJournal(await AppendFile.open(path), unlock, { entries, tornBytes }, options);
  });
}

/** Makes the folder so that it, too, survives a power cut. */
async function makeFolder(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true });
    if (made !== undefined) await syncFolder(dirname(made));
  } catch (thrown) {
    throw writeError(thrown, folder);
  }
}

async function withLock(
  folder: string,
  work: (unlock: () => Promise<void>) => Promise<Journal>,
): Promise<Journal> {
  const unlock = await takeLock(join(folder, LOCK_FILE), 'the examination is being written');
  try {
    return await work(unlock);
  } catch (thrown) {
    await unlock();
    throw thrown;
  }
}

const alreadyThere = (path: string): HaustraError =>
  new HaustraError({
    code: 'busy',
    message: 'this folder holds an examination already',
    where: path,
    hint: 'Choose another folder, or resume that examination.',
  });
