import type { LiveLesion } from '@haustra/domain';
import { type Size, thumbnailSquare } from './geometry.js';
import { drawLesions } from './painter.js';
import type { CallWords } from './protocol.js';
import { context2d } from './sampler.js';

const THUMBNAIL_SIDE = 224;
const VIEW_WIDTH = 960;

export type FrameImage = VideoFrame | ImageBitmap;

/** Width and height of a picture as it is shown. */
export function sizeOf(picture: FrameImage): Size {
  return picture instanceof ImageBitmap
    ? { width: picture.width, height: picture.height }
    : { width: picture.displayWidth, height: picture.displayHeight };
}

/** A whole frame as JPEG, at most `widest` pixels wide, with the given lesions drawn on it in these words. Draws before it returns. */
export function frameJpeg(
  picture: FrameImage,
  lesions: readonly LiveLesion[],
  words: CallWords | null = null,
  widest = Number.POSITIVE_INFINITY,
): Promise<Blob> {
  const size = sizeOf(picture);
  const scale = Math.min(1, widest / size.width);
  const shape = { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
  const canvas = new OffscreenCanvas(shape.width, shape.height);
  const context = context2d(canvas, { alpha: false });
  context.drawImage(picture, 0, 0, shape.width, shape.height);
  if (words !== null) drawLesions(context, shape, lesions, words);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.93 });
}

/** A lesion cut out with some surroundings, and the whole frame with its outline. Draws before it returns. */
export async function lesionStill(
  picture: FrameImage,
  lesion: LiveLesion,
  words: CallWords,
): Promise<{ thumbnail: Blob; view: Blob }> {
  const { x, y, side } = thumbnailSquare(lesion.box, sizeOf(picture));
  const canvas = new OffscreenCanvas(THUMBNAIL_SIDE, THUMBNAIL_SIDE);
  context2d(canvas, { alpha: false }).drawImage(
    picture,
    x,
    y,
    side,
    side,
    0,
    0,
    THUMBNAIL_SIDE,
    THUMBNAIL_SIDE,
  );
  const view = frameJpeg(picture, [lesion], words, VIEW_WIDTH);
  const thumbnail = canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return { thumbnail: await thumbnail, view: await view };
}
