/** Cells of the grid whose brightness is compared: each row of nine gives eight bits. */
const COLUMNS = 9;
const ROWS = 8;

/** A colour picture, three bytes a pixel, row by row. */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * Difference hash of a picture: 64 bits, each saying whether a cell is darker than its right neighbour (N. Krawetz's
 * dHash). Another size, compression or brightness changes few bits; another picture about half of them. Give the
 * visible field alone, as the analysis sees it, so that black borders do not matter.
 * @returns 16 hexadecimal digits
 */
export function differenceHash(picture: ColourPicture): string {
  const cells = brightness(picture);
  let hash = '';
  for (let row = 0; row < ROWS; row++) {
    let bits = 0;
    for (let column = 0; column < COLUMNS - 1; column++) {
      const at = row * COLUMNS + column;
      bits = bits * 2 + ((cells[at] ?? 0) < (cells[at + 1] ?? 0) ? 1 : 0);
    }
    hash += bits.toString(16).padStart(2, '0');
  }
  return hash;
}

/** Mean brightness of each cell (ITU-R BT.601), row by row. */
function brightness({ width, height, rgb }: ColourPicture): Float64Array {
  const sums = new Float64Array(ROWS * COLUMNS);
  const counts = new Float64Array(ROWS * COLUMNS);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    for (let x = 0; x < width; x++) {
      const cell = row + Math.floor((x * COLUMNS) / width);
      const at = (y * width + x) * 3;
      sums[cell] =
        (sums[cell] ?? 0) + 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return sums.map((sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
}

/** In how many of the 64 bits two hashes differ. */
export function hashDistance(a: string, b: string): number {
  return (
    ones(Number.parseInt(a.slice(0, 8), 16) ^ Number.parseInt(b.slice(0, 8), 16)) +
    ones(Number.parseInt(a.slice(8), 16) ^ Number.parseInt(b.slice(8), 16))
  );
}

/** Bits that are set in a 32-bit number. */
export function ones(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
