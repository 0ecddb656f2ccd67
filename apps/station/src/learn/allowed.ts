import { realpath } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { HaustraError } from '@haustra/domain';

/** A path as the file system knows it, all links followed; null where there is nothing. */
const real = (path: string): Promise<string | null> => realpath(path).catch(() => null);

/**
 * Checks that a path named over the network lies in one of the folders that the station was told to learn from.
 * @returns its real path
 * @throws HaustraError `not-found` where there is nothing, `usage` where it lies elsewhere.
 */
export async function mustBeAllowed(path: string, roots: readonly string[]): Promise<string> {
  const found = await real(resolve(path));
  const allowed = (await Promise.all(roots.map(real))).filter((root) => root !== null);
  const inside = (root: string) =>
    found === root || found?.startsWith(root.endsWith(sep) ? root : root + sep) === true;
  if (found !== null && allowed.some(inside)) return found;
  // Whether a path elsewhere exists is nobody's business.
  const could = allowed.some((root) => `${resolve(path)}${sep}`.startsWith(root + sep));
  if (could) {
    throw new HaustraError({
      code: 'not-found',
      message: 'there is no such file or folder',
      where: basename(path),
      hint: 'Check the path.',
    });
  }
  throw new HaustraError({
    code: 'usage',
    message: 'the station may not learn from this place',
    where: basename(path) || path.slice(0, 80),
    hint: `Copy the recordings into one of its folders, or start it with: haustra serve --learn-from ${path.slice(0, 200)}`,
  });
}
