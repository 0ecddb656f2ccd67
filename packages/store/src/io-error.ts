import { type ErrorDetails, HaustraError } from '@haustra/domain';

const REASONS: Readonly<Record<string, { message: string; hint: string }>> = {
  ENOSPC: { message: 'the disk is full', hint: 'Free some space; nothing that was written before is lost.' },
  EDQUOT: { message: 'the disk quota is used up', hint: 'Free some space or have the quota raised.' },
  EACCES: {
    message: 'writing here is not allowed',
    hint: 'Choose another folder or change its permissions.',
  },
  EPERM: { message: 'writing here is not allowed', hint: 'Choose another folder or change its permissions.' },
  EROFS: { message: 'the disk is read-only', hint: 'Choose a folder on a disk that can be written to.' },
  ENOENT: { message: 'the folder does not exist', hint: 'Create the folder first.' },
  ENOTDIR: { message: 'a part of this path is a file, not a folder', hint: 'Check the path.' },
  EISDIR: { message: 'this is a folder, not a file', hint: 'Give the path of a file.' },
  EIO: { message: 'the disk reports an error', hint: 'Check the disk; it may be failing.' },
  EMFILE: { message: 'too many files are open', hint: 'Raise the limit of open files (ulimit -n).' },
};

/** The system's error code of a thrown value (`ENOSPC`, …), or null when it has none. */
export function systemCode(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}

/** A failed write as the error a person can act on (`unwritable`); one that already is a `HaustraError` passes through. */
export function writeError(thrown: unknown, where: string): HaustraError {
  if (thrown instanceof HaustraError) return thrown;
  const known = REASONS[systemCode(thrown) ?? ''];
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const details: ErrorDetails = {
    code: 'unwritable',
    message: known?.message ?? `the file could not be written (${said})`,
    hint: known?.hint ?? 'Check the disk and its permissions.',
    where,
    cause: thrown,
  };
  return new HaustraError(details);
}
