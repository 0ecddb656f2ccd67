import { fromMiddle, type Raster } from './raster.js';

/**
 * Morphological opening of the margin, channel by channel: bright things thinner than the window go, all else stays.
 * @param from distance from the middle (see `fromMiddle`) from which on the picture is changed
 * @param reach half the side of the window, in pixels
 * @returns a new picture
 */
export function openMargin(picture: Raster, from: number, reach: number): Raster {
  const { width, height, rgb } = picture;
  const opened = sweep(picture, sweep(picture, rgb, reach, true), reach, false);
  const flat = rgb.slice();
  for (let at = 0; at < width * height; at++) {
    if (fromMiddle(picture, at % width, Math.floor(at / width)) < from) continue;
    for (let part = at * 3; part < at * 3 + 3; part++) flat[part] = opened[part] ?? 0;
  }
  return { width, height, rgb: flat };
}

/** The least (or the greatest) of a square window around each pixel: along the rows, then along the columns. */
function sweep({ width, height }: Raster, values: Uint8Array, reach: number, least: boolean): Uint8Array {
  return along(along(values, 3, width, reach, least), 3 * width, height, reach, least);
}

/** The same along one direction: neighbours are `stride` bytes apart, `length` of them in a line. */
function along(from: Uint8Array, stride: number, length: number, reach: number, least: boolean): Uint8Array {
  const to = new Uint8Array(from.length);
  for (let at = 0; at < from.length; at++) {
    const place = Math.floor(at / stride) % length;
    const last = at + Math.min(reach, length - 1 - place) * stride;
    let best = from[at] ?? 0;
    for (let near = at - Math.min(reach, place) * stride; near <= last; near += stride) {
      const value = from[near] ?? 0;
      if (least ? value < best : value > best) best = value;
    }
    to[at] = best;
  }
  return to;
}
