import type { Rect } from '@haustra/domain';
import type { OpenOptions } from './types.js';

/**
 * Size in pixels of the frames of a picture whose field is `field`: as asked for, or the field's own shape where
 * `longest` is. Pure.
 */
export function frameSize(
  { width, height, longest }: Pick<OpenOptions, 'width' | 'height' | 'longest'>,
  picture: { readonly width: number; readonly height: number },
  field: Rect,
): { width: number; height: number } {
  if (longest === undefined) return { width, height };
  const inside = { width: picture.width * field.w, height: picture.height * field.h };
  const scale = Math.min(1, longest / Math.max(inside.width, inside.height));
  return {
    width: Math.max(1, Math.round(inside.width * scale)),
    height: Math.max(1, Math.round(inside.height * scale)),
  };
}
