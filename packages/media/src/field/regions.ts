/** A yes-or-no picture, one byte a cell, 0 or 1. */
export interface Bits {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** A connected region: its number in `labels`, its size, and its bounds (`right` and `bottom` are outside). */
export interface Region {
  readonly label: number;
  readonly area: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Running minimum (`least` 1) or maximum (`least` 0) over a line of `2 * reach + 1` cells. */
function slide(
  values: Uint8Array,
  out: Uint8Array,
  start: number,
  step: number,
  n: number,
  reach: number,
  all: boolean,
) {
  // Cells beyond the edge repeat the edge, so that a field that fills the picture is not worn away there.
  const at = (i: number) => values[start + Math.min(n - 1, Math.max(0, i)) * step] ?? 0;
  let sum = 0;
  for (let i = -reach; i <= reach; i += 1) sum += at(i);
  const full = 2 * reach + 1;
  for (let i = 0; i < n; i += 1) {
    out[start + i * step] = (all ? sum === full : sum > 0) ? 1 : 0;
    sum += at(i + reach + 1) - at(i - reach);
  }
}

function morph(bits: Bits, reach: number, all: boolean): Bits {
  const { width, height, values } = bits;
  const rows = new Uint8Array(values.length);
  const out = new Uint8Array(values.length);
  for (let y = 0; y < height; y += 1) slide(values, rows, y * width, 1, width, reach, all);
  for (let x = 0; x < width; x += 1) slide(rows, out, x, width, height, reach, all);
  return { width, height, values: out };
}

/** Morphological opening with a square of `2 * reach + 1`: removes what is thinner, such as text. */
export function opened(bits: Bits, reach: number): Bits {
  return morph(morph(bits, reach, true), reach, false);
}

/** Labels 4-connected regions of ones, numbered from 1, in reading order. */
export function regionsOf(bits: Bits): { labels: Int32Array; regions: Region[] } {
  const { width, height, values } = bits;
  const labels = new Int32Array(values.length);
  const regions: Region[] = [];
  const stack = new Int32Array(values.length);
  for (let seed = 0; seed < values.length; seed += 1) {
    if (values[seed] !== 1 || labels[seed] !== 0) continue;
    const label = regions.length + 1;
    let area = 0;
    let [left, top, right, bottom] = [width, height, 0, 0];
    let depth = 1;
    stack[0] = seed;
    labels[seed] = label;
    const visit = (cell: number) => {
      if (values[cell] !== 1 || labels[cell] !== 0) return;
      labels[cell] = label;
      stack[depth] = cell;
      depth += 1;
    };
    while (depth > 0) {
      depth -= 1;
      const cell = stack[depth] ?? 0;
      const x = cell % width;
      const y = (cell - x) / width;
      area += 1;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      if (x > 0) visit(cell - 1);
      if (x < width - 1) visit(cell + 1);
      if (y > 0) visit(cell - width);
      if (y < height - 1) visit(cell + width);
    }
    regions.push({ label, area, left, top, right, bottom });
  }
  return { labels, regions };
}
