import { type AnalysisFrame, frameId, ms, type Px, px, type Rect } from '@haustra/domain';
import type { FieldPicture } from '../field/picture.js';
import { frameSize } from '../source/size.js';
import { cutAndResize } from './resize.js';

/** A still picture for the analysis, with its own size in pixels (after EXIF rotation). */
export interface LoadedPicture extends AnalysisFrame {
  readonly pictureWidth: Px;
  readonly pictureHeight: Px;
}

/** Cuts the field out of a picture and resizes it to the size asked for. Pure. */
export function frameOf(
  picture: FieldPicture,
  field: Rect,
  wanted: { width: number; height: number; longest?: number },
  when: { id: number; timeMs: number },
): LoadedPicture {
  const size = frameSize(wanted, picture, field);
  return {
    id: frameId(when.id),
    timeMs: ms(when.timeMs),
    field,
    width: px(size.width),
    height: px(size.height),
    rgb: cutAndResize(picture, field, size.width, size.height),
    pictureWidth: px(picture.width),
    pictureHeight: px(picture.height),
  };
}
