import { readFile } from 'node:fs/promises';
import { asHaustraError } from '@haustra/domain';
import sharp from 'sharp';
import type { Grey } from '../mask.js';

/**
 * Reads a drawn mask: 0 background, above 0 lesion. A grey PNG is taken as it is; in a PNG with a palette every colour
 * but the palette's first counts as lesion, because decoders hand on colours and not indices.
 * @throws HaustraError `unreadable`
 */
export async function readMask(path: string): Promise<Grey> {
  try {
    const bytes = await readFile(path);
    const background = firstPaletteColour(bytes);
    if (background === null) return await readGrey(bytes);
    const { data, info } = await sharp(bytes).removeAlpha().toColourspace('srgb').raw().toBuffer({
      resolveWithObject: true,
    });
    const values = new Uint8Array(info.width * info.height);
    for (let pixel = 0; pixel < values.length; pixel++) {
      const same = background.every((part, channel) => data[pixel * info.channels + channel] === part);
      values[pixel] = same ? 0 : 1;
    }
    return { width: info.width, height: info.height, values };
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: 'unreadable',
      message: 'the mask cannot be read',
      where: path,
      hint: 'A mask is a PNG with 0 for background.',
    });
  }
}

/** Reads an 8-bit grey PNG of probabilities × 255, as `predict --masks` writes them. */
export async function readProbabilities(path: string): Promise<Grey> {
  try {
    return await readGrey(await readFile(path));
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: 'unreadable',
      message: 'the predicted mask cannot be read',
      where: path,
      hint: 'Write the masks again with: haustra predict INDEX.csv --out FILE --masks DIR',
    });
  }
}

async function readGrey(bytes: Uint8Array): Promise<Grey> {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({
      resolveWithObject: true,
    });
  return { width: info.width, height: info.height, values: new Uint8Array(data) };
}

const SIGNATURE_BYTES = 8;

/** The first colour of a PNG's palette, or null where it has none (PNG specification, chunk PLTE). */
function firstPaletteColour(png: Uint8Array): readonly number[] | null {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = SIGNATURE_BYTES; at + 12 <= png.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (type === 'PLTE') return [...png.subarray(at + 8, at + 11)];
    if (type === 'IDAT') return null;
  }
  return null;
}
