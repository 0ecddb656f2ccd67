import { CELLS, SIDE } from './grid.js';

/** A border is darker than this, and as even as this. */
const DARKEST_BORDER = 30;
const EVEN = 7;
/** Printed panels and captions are bluer or greener than any mucosa or lumen. */
const FOREIGN_TINT = 24;

/**
 * Which cells show the inside of the body: all but the dark, even cells that hang together with a corner of the field
 * (cut corners, insets in a corner) and panels of a colour that no bowel has. One cell beside these is left out too,
 * because it is partly theirs. Pure.
 */
export function shownCells(red: Float32Array, green: Float32Array, blue: Float32Array): Uint8Array {
  const hidden = new Uint8Array(CELLS);
  const last = SIDE - 1;
  for (const corner of [0, last, last * SIDE, last * SIDE + last]) {
    const level = red[corner] ?? 0;
    const dark = Math.max(level, green[corner] ?? 0, blue[corner] ?? 0) < DARKEST_BORDER;
    if (dark) spread(hidden, corner, red, level);
  }
  for (let i = 0; i < CELLS; i++) {
    const r = red[i] ?? 0;
    if (Math.max(green[i] ?? 0, blue[i] ?? 0) > r + FOREIGN_TINT) hidden[i] = 1;
  }
  return inner(hidden);
}

/** Marks what hangs together with `start` and is as dark as `level`. */
function spread(hidden: Uint8Array, start: number, red: Float32Array, level: number): void {
  const waiting = [start];
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    if (hidden[i] === 1 || Math.abs((red[i] ?? 0) - level) > EVEN) continue;
    hidden[i] = 1;
    const x = i % SIDE;
    if (x > 0) waiting.push(i - 1);
    if (x < SIDE - 1) waiting.push(i + 1);
    if (i >= SIDE) waiting.push(i - SIDE);
    if (i < CELLS - SIDE) waiting.push(i + SIDE);
  }
}

/** 1 where neither the cell nor one of its eight neighbours is hidden. */
function inner(hidden: Uint8Array): Uint8Array {
  const near = new Uint8Array(CELLS);
  for (let i = 0; i < CELLS; i++) {
    if (hidden[i] === 0) continue;
    const x = i % SIDE;
    const y = (i - x) / SIDE;
    for (let v = Math.max(0, y - 1); v <= Math.min(SIDE - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(SIDE - 1, x + 1); u++) near[v * SIDE + u] = 1;
    }
  }
  return near.map((n) => 1 - n);
}
