import { readFile } from 'node:fs/promises';
import type { JournalEntry } from '@haustra/domain';
import { brokenError, missingError } from './names.js';
import { scanJournal } from './scan.js';

/**
 * Reads and checks a journal, also while it is being written: a last line that is not complete yet is left out.
 * @throws HaustraError `not-found`; `journal-broken` with the line and what is wrong.
 */
export async function readJournal(file: string): Promise<JournalEntry[]> {
  const bytes = await readFile(file).catch((thrown) => Promise.reject(missingError(file, thrown)));
  const { entries, broken } = scanJournal(bytes);
  if (broken) throw brokenError(file, broken);
  return [...entries];
}
