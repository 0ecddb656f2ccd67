import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { HaustraError } from '@haustra/domain';

/** File names that are pictures to us. DICOM files count with their first frame. */
const PICTURES = new Set([
  ...['.jpg', '.jpeg', '.png', '.bmp', '.tif', '.tiff', '.webp', '.gif', '.avif', '.jp2', '.j2k'],
  ...['.dcm', '.dicom'],
]);

export const isPictureName = (path: string): boolean => PICTURES.has(extname(path).toLowerCase());

/** One picture of a folder: its name within it, without ending, and where it lies. */
export interface ListedPicture {
  /** Path below the folder with `/`, without ending (with it where two pictures differ in nothing else). */
  readonly id: string;
  readonly image: string;
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** Order of a person: `frame2` before `frame10`; equal names by their bytes, so that the order is always the same. */
export function naturalOrder(a: string, b: string): number {
  const parts = [a.split('/'), b.split('/')] as const;
  for (let i = 0; i < Math.min(parts[0].length, parts[1].length); i += 1) {
    const order = natural.compare(parts[0][i] ?? '', parts[1][i] ?? '');
    if (order !== 0) return order;
  }
  return parts[0].length - parts[1].length || (a < b ? -1 : a > b ? 1 : 0);
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((e) => !e.isDirectory() && isPictureName(e.name) && !e.name.startsWith('.'))
    .map((e) => join(e.parentPath, e.name));
}

/**
 * The pictures of a folder and the folders below it, in natural order, or the one picture that `spec` names.
 * Throws `not-found` where there is no such thing or no picture in it.
 */
export async function listPictures(spec: string): Promise<ListedPicture[]> {
  const found = await stat(spec).catch(() => null);
  if (found === null) {
    throw new HaustraError({
      code: 'not-found',
      message: 'there is no such file or folder',
      where: basename(spec),
      hint: 'Check the path.',
    });
  }
  const folder = found.isDirectory() ? spec : dirname(spec);
  const paths = found.isDirectory() ? await walk(spec) : [spec];
  if (paths.length === 0) {
    throw new HaustraError({
      code: 'not-found',
      message: 'there is no picture in this folder',
      where: basename(spec),
      hint: 'Pictures are JPEG, PNG, BMP, TIFF, WebP or DICOM files.',
    });
  }
  const named = paths.map((image) => ({ image, name: relative(folder, image).split(sep).join('/') }));
  named.sort((a, b) => naturalOrder(a.name, b.name));
  const bare = (name: string) => name.slice(0, name.length - extname(name).length);
  const times = new Map<string, number>();
  for (const { name } of named) times.set(bare(name), (times.get(bare(name)) ?? 0) + 1);
  return named.map(({ image, name }) => ({ id: times.get(bare(name)) === 1 ? bare(name) : name, image }));
}
