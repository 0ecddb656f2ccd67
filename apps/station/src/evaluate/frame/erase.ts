import { openMargin } from './open.js';
import { CENTRE, fromMiddle, type Raster } from './raster.js';

/** Printed text and signs lie beyond this distance; inside it bright lines are lesions' highlights and stay. */
const MARKS_FROM = 0.33;

/** Half the side of the widest printed stroke, as a share of the picture's width. */
const STROKE = 0.016;

/** Between black and picture lies a soft rim, this wide as a share of the picture's width; it goes with the black. */
const RIM = 0.012;

/** A pixel whose three parts are all at most this (0..255) is black, with the noise of JPEG. */
const BLACK = 36;

/**
 * Takes the picture's own frame away, so that a frame drawn afterwards tells nothing of where the picture came from:
 * printed text and signs near the border are flattened into their surroundings, and black that hangs together with the
 * border (cut corners, blacked insets) is filled with the mirrored picture next to it. Not perfect: shadows that touch
 * the frame are filled too, and filled parts can be recognised by the eye.
 * @returns a new picture; the given one is left as it is
 */
export function eraseFrame(picture: Raster): Raster {
  const flat = openMargin(picture, MARKS_FROM, Math.max(1, Math.round(STROKE * picture.width)));
  const hole = grown(flat, blackFromBorder(flat), Math.max(1, Math.round(RIM * picture.width)));
  const filled = { ...flat, rgb: flat.rgb.slice() };
  const { width, height } = picture;
  for (let at = 0; at < hole.length; at++) {
    if (hole[at] !== 1) continue;
    const from = mirrored(hole, width, height, at % width, Math.floor(at / width));
    if (from === null) continue;
    filled.rgb.set(flat.rgb.subarray(from * 3, from * 3 + 3), at * 3);
  }
  return filled;
}

/** 1 for each black pixel that hangs together with the border of the picture, the centre left out. */
function blackFromBorder(picture: Raster): Uint8Array {
  const { width, height, rgb } = picture;
  const hole = new Uint8Array(width * height);
  const waiting: number[] = [];
  const visit = (x: number, y: number) => {
    const at = y * width + x;
    if (x < 0 || y < 0 || x >= width || y >= height || hole[at] === 1) return;
    if (fromMiddle(picture, x, y) < CENTRE) return;
    if (Math.max(rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0) > BLACK) return;
    hole[at] = 1;
    waiting.push(at);
  };
  for (let x = 0; x < width; x++) for (const y of [0, height - 1]) visit(x, y);
  for (let y = 0; y < height; y++) for (const x of [0, width - 1]) visit(x, y);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const x = at % width;
    const y = Math.floor(at / width);
    visit(x - 1, y);
    visit(x + 1, y);
    visit(x, y - 1);
    visit(x, y + 1);
  }
  return hole;
}

/** The hole with every pixel within `reach` pixels of it, the centre left out. */
function grown(picture: Raster, hole: Uint8Array, reach: number): Uint8Array {
  const { width, height } = picture;
  const wider = hole.slice();
  for (let at = 0; at < hole.length; at++) {
    if (hole[at] !== 1) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
        if (fromMiddle(picture, column, row) >= CENTRE) wider[row * width + column] = 1;
      }
    }
  }
  return wider;
}

/**
 * The pixel to fill a hole with: on the way to the middle, as far behind the edge of the hole as the hole's pixel lies
 * before it; the edge itself where that is no picture either. Null where the way to the middle is black throughout.
 */
function mirrored(hole: Uint8Array, width: number, height: number, x: number, y: number): number | null {
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const far = Math.hypot(middleX - x, middleY - y);
  const on = (distance: number) => {
    const share = Math.min(1, distance / far);
    return Math.round(y + (middleY - y) * share) * width + Math.round(x + (middleX - x) * share);
  };
  for (let distance = 1; distance <= far; distance++) {
    if (hole[on(distance)] === 1) continue;
    const behind = on(distance * 2);
    return hole[behind] === 1 ? on(distance) : behind;
  }
  return null;
}
