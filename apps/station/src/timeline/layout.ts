/** Sizes of the timeline picture, in pixels. */
export const WIDTH = 1600;
/** The lanes lie between these. */
export const LEFT = 130;
export const RIGHT = 1570;
export const GAP = 14;

/** Where a time lies across the picture. */
export interface Scale {
  readonly startMs: number;
  readonly endMs: number;
  x(atMs: number): number;
}

/** Lays examination time out over the width of the lanes; an examination of no length has all at its left. */
export function scaleOf(startMs: number, endMs: number): Scale {
  const lengthMs = Math.max(1, endMs - startMs);
  const x = (atMs: number) =>
    round(LEFT + ((RIGHT - LEFT) * Math.min(lengthMs, Math.max(0, atMs - startMs))) / lengthMs);
  return { startMs, endMs, x };
}

/** Distances between marks of the axis, seconds. */
const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];
const MOST_TICKS = 16;

/** Times for the marks of the axis, whole steps from the start: at most 16 of them, whatever the length. */
export function ticks({ startMs, endMs }: Scale): number[] {
  const lengthMs = endMs - startMs;
  const stepMs =
    1000 *
    (STEPS_S.find((step) => lengthMs / (step * 1000) <= MOST_TICKS) ??
      3600 * Math.ceil(lengthMs / 3_600_000 / MOST_TICKS));
  const marks: number[] = [];
  for (let at = Math.ceil(startMs / stepMs) * stepMs; at <= endMs; at += stepMs) marks.push(at);
  return marks;
}

/** `mm:ss`; minutes go on beyond 59. */
export function axisTime(atMs: number): string {
  const seconds = Math.max(0, Math.round(atMs / 1000));
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** About how wide a text is: a Chinese character is as wide as it is high. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + size * ((char.codePointAt(0) ?? 0) > 0x2e7f ? 1 : 0.56), 0);

/**
 * The row for each of these stretches (pixels, in order of their beginning), so that none touches another in its row.
 * @returns row of each, and how many rows there are
 */
export function rowsOf(stretches: readonly { readonly from: number; readonly to: number }[]): {
  readonly row: readonly number[];
  readonly rows: number;
} {
  const ends: number[] = [];
  const row = stretches.map(({ from, to }) => {
    const free = ends.findIndex((end) => end <= from);
    const at = free < 0 ? ends.length : free;
    ends[at] = to;
    return at;
  });
  return { row, rows: ends.length };
}

export const round = (value: number): number => Math.round(value * 10) / 10;
