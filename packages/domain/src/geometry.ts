import { z } from 'zod';

/** A rectangle in fractions of the picture it belongs to: left, top, width, height, each 0..1. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A rectangle as it is written to files: `[x, y, w, h]` in fractions of the picture. */
export const BoxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Box = z.infer<typeof BoxSchema>;

/** The whole picture. */
export const WHOLE: Rect = { x: 0, y: 0, w: 1, h: 1 };

export const toBox = (r: Rect): Box => [r.x, r.y, r.w, r.h];
export const fromBox = (b: Box): Rect => ({ x: b[0], y: b[1], w: b[2], h: b[3] });

/** Intersection over union of two rectangles of the same picture, 0..1; 0 where either is empty. */
export function iou(a: Rect, b: Rect): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  const both = w * h;
  return both / (a.w * a.h + b.w * b.h - both);
}

/** `inner`, given in fractions of `outer`, in fractions of the picture that holds `outer`. */
export function within(outer: Rect, inner: Rect): Rect {
  return {
    x: outer.x + inner.x * outer.w,
    y: outer.y + inner.y * outer.h,
    w: inner.w * outer.w,
    h: inner.h * outer.h,
  };
}

/** The part of the rectangle that lies in the picture. */
export function clip(r: Rect): Rect {
  const x = Math.min(1, Math.max(0, r.x));
  const y = Math.min(1, Math.max(0, r.y));
  return {
    x,
    y,
    w: Math.max(0, Math.min(1, r.x + r.w) - x),
    h: Math.max(0, Math.min(1, r.y + r.h) - y),
  };
}
