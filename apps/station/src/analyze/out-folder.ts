import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { writeError } from '@haustra/store';
import type { Messages } from '../messages/en.js';

/**
 * The output folder of a command: filled under a hidden name beside it and renamed when it is whole, so that nobody
 * ever finds half of it.
 */
export class OutFolder {
  /** Where to write. */
  readonly path: string;
  readonly #target: string;
  #done = false;

  private constructor(target: string, path: string) {
    this.#target = target;
    this.path = path;
  }

  /** @throws HaustraError `busy` where the target is taken and `force` is not given, `usage`, `unwritable`. */
  static async open(target: string, source: string, force: boolean, t: Messages): Promise<OutFolder> {
    const full = resolve(target);
    await checkTarget(full, source, force, t);
    try {
      await mkdir(dirname(full), { recursive: true });
      const path = join(dirname(full), `.${basename(full)}.part-${randomBytes(4).toString('hex')}`);
      await mkdir(path);
      return new OutFolder(full, path);
    } catch (thrown) {
      throw writeError(thrown, basename(full));
    }
  }

  /** Gives the folder its name; what stood there is replaced. @throws HaustraError `unwritable`. */
  async commit(): Promise<void> {
    const old = `${this.path}.old`;
    try {
      if (existsSync(this.#target)) await rename(this.#target, old);
      await rename(this.path, this.#target);
    } catch (thrown) {
      throw writeError(thrown, basename(this.#target));
    }
    this.#done = true;
    await rm(old, { recursive: true, force: true });
  }

  /** Removes what was written, unless it has its name already. */
  async discard(): Promise<void> {
    if (!this.#done) await rm(this.path, { recursive: true, force: true });
  }
}

async function checkTarget(
  full: string,
  source: string,
  force: boolean,
  { analyze: t }: Messages,
): Promise<void> {
  const where = basename(full);
  const found = await stat(full).catch(() => null);
  if (found === null) return;
  if (!found.isDirectory()) {
    throw new HaustraError({ code: 'usage', message: t.outIsFile, where, hint: t.outExistsHint });
  }
  if ((await readdir(full)).length === 0) return rmdir(full);
  if (!force) throw new HaustraError({ code: 'busy', message: t.outExists, where, hint: t.outExistsHint });
  const real = await realpath(source).catch(() => null);
  const way = real === null ? '..' : relative(await realpath(full), real);
  if (!way.startsWith('..')) {
    throw new HaustraError({ code: 'usage', message: t.outInsideSource, where, hint: t.outInsideSourceHint });
  }
}
