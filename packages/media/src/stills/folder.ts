import { basename, resolve } from 'node:path';
import { fingerprintOfPictures } from '../source/fingerprint.js';
import type { PictureSeries } from '../source/types.js';
import { listPictures } from './list.js';
import { decodeStill } from './picture.js';

const NOMINAL_FPS = 25;

/** A folder of frames in natural order, or one picture, as a series of `fps` frames a second. Throws `not-found`. */
export async function folderSeries(
  path: string,
  options: { fps?: number; signal?: AbortSignal },
): Promise<PictureSeries> {
  const pictures = (await listPictures(path)).map((p) => p.image);
  const fps = options.fps ?? NOMINAL_FPS;
  return {
    name: basename(resolve(path)),
    fingerprint: await fingerprintOfPictures(pictures),
    length: pictures.length,
    fps,
    picture: (index) => decodeStill(pictures[index] ?? '', options.signal),
    timeMs: (index) => (index * 1000) / fps,
  };
}
