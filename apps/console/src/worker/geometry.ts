import type { Box, Rect } from '@haustra/domain';
import type { Viewport } from './protocol.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const LARGEST_SIDE = 1920;
/** Outlines on a small picture are drawn finer than the picture's own pixels, up to this factor. */
const FINEST = 2;

/**
 * Size of the overlay canvas for a picture shown in `viewport`: the picture's shape, never coarser than the picture
 * (up to 1920 pixels a side), finer where the screen is.
 */
export function canvasSize(picture: Size, viewport: Viewport): Size {
  const fit = Math.min(viewport.width / picture.width, viewport.height / picture.height);
  const cap = LARGEST_SIDE / Math.max(picture.width, picture.height);
  const scale = Math.min(Math.max(1, Math.min(fit, FINEST)), cap);
  return { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) };
}

/** A fraction-of-picture rectangle in whole pixels, inside the picture, at least one pixel each way. */
export function pixelRect(field: Rect, picture: Size): { x: number; y: number; w: number; h: number } {
  const x = Math.min(picture.width - 1, Math.max(0, Math.round(field.x * picture.width)));
  const y = Math.min(picture.height - 1, Math.max(0, Math.round(field.y * picture.height)));
  return {
    x,
    y,
    w: Math.max(1, Math.min(picture.width - x, Math.round(field.w * picture.width))),
    h: Math.max(1, Math.min(picture.height - y, Math.round(field.h * picture.height))),
  };
}

/** A square around a lesion's box with a third of margin on each side, in pixels, moved inside the picture. */
export function thumbnailSquare(box: Box, picture: Size): { x: number; y: number; side: number } {
  const [x, y, w, h] = box;
  const wanted = Math.max(w * picture.width, h * picture.height) * 1.66;
  const side = Math.max(8, Math.min(wanted, picture.width, picture.height));
  const place = (centre: number, limit: number) => Math.min(limit - side, Math.max(0, centre - side / 2));
  return {
    x: place((x + w / 2) * picture.width, picture.width),
    y: place((y + h / 2) * picture.height, picture.height),
    side,
  };
}
