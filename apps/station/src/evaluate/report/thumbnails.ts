import { resolve } from 'node:path';
import sharp from 'sharp';
import type { Mistake, Mistakes } from '../mistakes.js';
import type { Thumbnails } from './gallery.js';

const LONGEST_SIDE = 260;

/**
 * Small copies of the pictures of the mistakes, as data addresses for a report of one file. A picture that cannot be
 * read is left out: the report then says so and still names it.
 * @param folder the folder that the image paths are relative to
 */
export async function thumbnails(mistakes: Mistakes, folder: string): Promise<Thumbnails> {
  const images = new Set(
    Object.values(mistakes).flatMap((found: readonly Mistake[]) => found.map((f) => f.image)),
  );
  const made = new Map<string, string>();
  for (const image of images) {
    const bytes = await sharp(resolve(folder, image))
      .rotate()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 78 })
      .toBuffer()
      .catch(() => null);
    if (bytes !== null) made.set(image, `data:image/jpeg;base64,${bytes.toString('base64')}`);
  }
  return made;
}
