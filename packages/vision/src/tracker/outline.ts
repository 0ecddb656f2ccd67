import type { LesionMask, Outline, Rect } from '@haustra/domain';
import { contours } from 'd3-contour';
import { type Point, simplify } from './simplify.js';

/** The box is drawn a little tight; the outline may leave it by this share of its size on each side. */
const GROWN = 0.12;
/** Share of the highest probability inside the box at which the outline runs. */
const LEVEL = 0.5;
/** Below this highest value (of 255) the mask says nothing about this lesion. */
const FAINT = 26;
/** Rings smaller than this share of the box are specks. */
const SPECK = 0.05;
const MOST_POINTS = 64;

/**
 * The outline of a lesion: the mask's contour at half of its height inside the box grown a little, as closed rings of
 * at most 64 points in all, in fractions of the source picture. Where the mask is silent, the box with round corners.
 * @param box in fractions of the source picture, as is `field`, which the mask covers
 */
export function outlineOf(mask: LesionMask, field: Rect, box: Rect): Outline {
  const crop = cropOf(mask, field, box);
  if (!crop || crop.highest < FAINT) return [rounded(box)];
  const { coordinates } = contours()
    .size([crop.width, crop.height])
    .smooth(true)
    .contour(crop.values, crop.highest * LEVEL);
  const toPicture = ([x = 0, y = 0]: number[]): Point => [
    field.x + ((crop.left + x) / mask.width) * field.w,
    field.y + ((crop.top + y) / mask.height) * field.h,
  ];
  const rings = coordinates
    .flatMap((polygon) => polygon.slice(0, 1))
    .map((ring) => ring.slice(0, -1).map(toPicture))
    .map((ring) => ({ ring, area: Math.abs(areaOf(ring)) }))
    .filter(({ area }) => area >= SPECK * box.w * box.h)
    .sort((a, b) => b.area - a.area);
  if (rings.length === 0) return [rounded(box)];
  const total = rings.reduce((sum, { ring }) => sum + ring.length, 0);
  return rings.map(({ ring }) =>
    simplify(
      ring,
      total <= MOST_POINTS ? ring.length : Math.max(4, Math.floor((MOST_POINTS * ring.length) / total)),
    ),
  );
}

/** The same outline where its box has moved from `from` to `to`. */
export function moved(outline: Outline, from: Rect, to: Rect): Outline {
  const sx = from.w > 0 ? to.w / from.w : 1;
  const sy = from.h > 0 ? to.h / from.h : 1;
  return outline.map((ring) =>
    ring.map(([x, y]): Point => [to.x + (x - from.x) * sx, to.y + (y - from.y) * sy]),
  );
}

interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly values: number[];
  readonly highest: number;
}

/** The part of the mask under the grown box, with a border of zeros so that every contour closes inside. */
function cropOf(mask: LesionMask, field: Rect, box: Rect): Crop | null {
  const toColumn = (x: number): number => ((x - field.x) / field.w) * mask.width;
  const toRow = (y: number): number => ((y - field.y) / field.h) * mask.height;
  const left = Math.max(0, Math.floor(toColumn(box.x - GROWN * box.w)));
  const top = Math.max(0, Math.floor(toRow(box.y - GROWN * box.h)));
  const right = Math.min(mask.width, Math.ceil(toColumn(box.x + (1 + GROWN) * box.w)));
  const bottom = Math.min(mask.height, Math.ceil(toRow(box.y + (1 + GROWN) * box.h)));
  if (!(right > left && bottom > top)) return null;
  const width = right - left + 2;
  const height = bottom - top + 2;
  const values = new Array<number>(width * height).fill(0);
  let highest = 0;
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const value = mask.values[row * mask.width + column] ?? 0;
      values[(row - top + 1) * width + (column - left + 1)] = value;
      if (value > highest) highest = value;
    }
  }
  return { left: left - 1, top: top - 1, width, height, values, highest };
}

function areaOf(ring: readonly Point[]): number {
  let twice = 0;
  let [px, py] = ring.at(-1) ?? [0, 0];
  for (const [x, y] of ring) {
    twice += px * y - x * py;
    px = x;
    py = y;
  }
  return twice / 2;
}

/** The box with round corners, 5 points a corner. */
function rounded({ x, y, w, h }: Rect): Point[] {
  const rx = w * 0.25;
  const ry = h * 0.25;
  const corners = [
    [x + w - rx, y + h - ry],
    [x + rx, y + h - ry],
    [x + rx, y + ry],
    [x + w - rx, y + ry],
  ] as const;
  return corners.flatMap(([cx, cy], quarter) =>
    [0, 1, 2, 3, 4].map((step): Point => {
      const angle = ((quarter + step / 4) * Math.PI) / 2;
      return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
    }),
  );
}
