import { HaustraError } from '@haustra/domain';

/** Files of an examination's folder. */
export const JOURNAL_FILE = 'journal.jsonl';
export const SIGNATURE_FILE = 'journal.sig';
export const TORN_FILE = 'journal.torn';
export const LOCK_FILE = 'journal.lock';

export const brokenError = (
  path: string,
  broken: { readonly line: number; readonly problem: string },
): HaustraError =>
  new HaustraError({
    code: 'journal-broken',
    message: `line ${broken.line} of the journal does not hold: ${broken.problem}`,
    where: path,
    hint: 'Restore the file from a copy; a journal is never mended by hand.',
  });

export const missingError = (path: string, cause: unknown): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: 'there is no journal here',
    where: path,
    hint: 'Give the folder of an examination.',
    cause,
  });
