import { constants } from 'node:fs';
import { copyFile, link, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { syncFile, syncFolder } from './durable.js';
import { systemCode, writeError } from './io-error.js';

export interface AtomicOptions {
  /** Permissions of the new file; by default the usual ones. */
  readonly mode?: number;
  /** `false`: fail with `busy` where the file already exists, decided by the file system (two writers: one wins). */
  readonly replace?: boolean;
}

/**
 * Writes a file whole or not at all: into a temporary folder beside it, flushed, then renamed into place.
 * @throws HaustraError `unwritable` (disk full, no permission, …); `busy` where it exists and `replace` is false.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: AtomicOptions = {},
): Promise<void> {
  const fill = async (temp: string): Promise<void> => {
    const file = await open(temp, 'wx', options.mode ?? 0o666);
    try {
      await file.writeFile(data);
    } finally {
      await file.close();
    }
  };
  await withAtomicFile(path, fill, options);
}

/**
 * For programs that write a file themselves (ffmpeg): `fill` writes to a path beside the target that has the target's
 * own name, in a hidden folder; when it resolves the file is flushed and renamed into place, when it rejects nothing is left.
 * @throws whatever `fill` throws; otherwise as `writeFileAtomic`.
 */
export async function withAtomicFile(
  path: string,
  fill: (tempPath: string) => Promise<void>,
  options: AtomicOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temp = await mkdtemp(join(folder, '.writing-')).catch((thrown) =>
    Promise.reject(writeError(thrown, path)),
  );
  const tempFile = join(temp, basename(path));
  try {
    await fill(tempFile);
    await syncFile(tempFile);
    await (options.replace === false ? place(tempFile, path) : rename(tempFile, path));
    await syncFolder(folder);
  } catch (thrown) {
    throw systemCode(thrown) === null ? thrown : writeError(thrown, path);
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** Puts the file in place only where nothing is: a hard link fails on an existing name, a rename would not. */
async function place(temp: string, path: string): Promise<void> {
  try {
    await link(temp, path);
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'EEXIST') throw exists(path, thrown);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw thrown;
    await placeWithoutLinks(temp, path);
  }
}

/** File systems without hard links (exFAT, some shares): an exclusive copy. */
async function placeWithoutLinks(temp: string, path: string): Promise<void> {
  await copyFile(temp, path, constants.COPYFILE_EXCL).catch((thrown) => {
    throw systemCode(thrown) === 'EEXIST' ? exists(path, thrown) : thrown;
  });
  await syncFile(path);
}

const exists = (path: string, cause: unknown): HaustraError =>
  new HaustraError({
    code: 'busy',
    message: 'the file already exists',
    where: path,
    hint: 'Choose another name or remove the file first.',
    cause,
  });
