import { type Box, clip, fromBox, toBox } from '@haustra/domain';

/** Sides shorter than this part of the picture are a slip of the mouse, not a box. */
export const SMALLEST = 0.01;

/** A point in fractions of the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What of a box is dragged: all of it, or one corner (`n` top, `s` bottom, `w` left, `e` right). */
export const CORNERS = ['nw', 'ne', 'sw', 'se'] as const;
export type Grip = 'move' | (typeof CORNERS)[number];

const inside = (value: number): number => Math.min(1, Math.max(0, value));

/** Fractions to four decimals: a tenth of a pixel, and no dust of floating point in the files. */
const tidy = (box: Box): Box => box.map((side) => Math.round(side * 1e4) / 1e4) as Box;

/** The box between two corners, whichever way it was drawn, kept within the picture; null where it is too small. */
export function boxBetween(a: Point, b: Point): Box | null {
  const x = inside(Math.min(a.x, b.x));
  const y = inside(Math.min(a.y, b.y));
  const w = inside(Math.max(a.x, b.x)) - x;
  const h = inside(Math.max(a.y, b.y)) - y;
  return w < SMALLEST || h < SMALLEST ? null : tidy([x, y, w, h]);
}

/** The box after `grip` was dragged by `by`. It keeps within the picture and above the smallest size. */
export function dragged(box: Box, grip: Grip, by: Point): Box {
  const [x, y, w, h] = box;
  if (grip === 'move') {
    const left = Math.min(1 - w, Math.max(0, x + by.x));
    const top = Math.min(1 - h, Math.max(0, y + by.y));
    return tidy([left, top, w, h]);
  }
  const west = grip.endsWith('w');
  const north = grip.startsWith('n');
  const left = west ? Math.min(x + w - SMALLEST, inside(x + by.x)) : x;
  const right = west ? x + w : Math.max(x + SMALLEST, inside(x + w + by.x));
  const top = north ? Math.min(y + h - SMALLEST, inside(y + by.y)) : y;
  const bottom = north ? y + h : Math.max(y + SMALLEST, inside(y + h + by.y));
  return tidy([left, top, right - left, bottom - top]);
}

/** The part of a box of the model that lies in the picture. */
export const clipped = (box: Box): Box => tidy(toBox(clip(fromBox(box))));

/** Where a box drawn by keyboard begins: in the middle, a quarter wide. */
export const MIDDLE: Box = [0.375, 0.375, 0.25, 0.25];
