import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type AnalysisFrame, asHaustraError, type HaustraError, type Px } from '@haustra/domain';
import { type FrameSource, loadPicture, openSource } from '@haustra/media';
import type { Messages } from '../messages/en.js';
import { ahead } from './ahead.js';
import { type Item, pictureItems } from './items.js';

/** A picture that is ready for the model, or why it is not. */
export interface Picture {
  readonly id: string;
  readonly image: string;
  readonly loaded:
    | { readonly frame: AnalysisFrame; readonly width: Px; readonly height: Px }
    | { readonly problem: HaustraError };
}

/** Pictures decoded ahead of the model. */
const DECODE_AHEAD = 4;
const STILLS = new Set([
  '.csv',
  '.jpg',
  '.jpeg',
  '.png',
  '.bmp',
  '.tif',
  '.tiff',
  '.webp',
  '.gif',
  '.avif',
  '.jp2',
  '.j2k',
]);

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Every picture of a source, in its order: of a folder or an index, or the frames of a video or DICOM file. One picture
 * that cannot be read does not stop the others.
 * @throws HaustraError as `pictureItems` and `openSource`; `cancelled`
 */
export async function* pictures(
  source: string,
  size: Size,
  signal: AbortSignal,
  t: Messages,
): AsyncGenerator<Picture> {
  const isFolder = (await stat(source).catch(() => null))?.isDirectory() === true;
  if (isFolder || STILLS.has(extname(source).toLowerCase())) {
    yield* ahead(pictureItems(source, t), DECODE_AHEAD, (item) => load(item, size, signal));
  } else {
    const opened = await openSource(source, { ...size, signal });
    try {
      yield* frames(opened);
    } finally {
      await opened.close();
    }
  }
}

async function load({ id, image, path }: Item, size: Size, signal: AbortSignal): Promise<Picture> {
  try {
    const frame = await loadPicture(path, { ...size, signal });
    return { id, image, loaded: { frame, width: frame.pictureWidth, height: frame.pictureHeight } };
  } catch (thrown) {
    const problem = asHaustraError(thrown, {
      code: 'unreadable',
      message: 'the picture cannot be read',
      where: image,
    });
    return { id, image, loaded: { problem } };
  }
}

async function* frames(source: FrameSource): AsyncGenerator<Picture> {
  const { name, width, height } = source.info;
  const stem = name.slice(0, name.length - extname(name).length);
  for await (const frame of source.frames()) {
    const id = `${stem}/${String(frame.id).padStart(6, '0')}`;
    yield { id, image: name, loaded: { frame, width, height } };
  }
}
