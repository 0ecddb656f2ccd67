import type { AnalysisFrame } from '@haustra/domain';
import { CELLS, SIDE } from './grid.js';
import { shownCells } from './shown.js';

/** From here a cell counts as a wet highlight: it moves with the light and not with the wall. */
const GLARE = 235;

/**
 * The visible field as `SIDE` × `SIDE` cells, row by row: what lumen and motion are measured in.
 * Colours 0..255, each the mean of sampled pixels of its cell.
 */
export interface SmallPicture {
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  /** 1 where the cell shows the inside of the body, 0 in borders, cut corners, insets and printed captions. */
  readonly shown: Uint8Array;
  /** 1 where a wet highlight lies. */
  readonly glare: Uint8Array;
  /** Mean step between pixels next to each other, as a part of the mean brightness: large where fine detail is seen. */
  readonly detail: number;
}

/**
 * Makes the small picture of a frame whose sides are at least `SIDE` pixels. Every second row and column of pixels is
 * read. Pure; about 0.1 ms for 256 × 256.
 */
export function smallPicture(frame: Pick<AnalysisFrame, 'width' | 'height' | 'rgb'>): SmallPicture {
  const { width, height, rgb } = frame;
  const red = new Float32Array(CELLS);
  const green = new Float32Array(CELLS);
  const blue = new Float32Array(CELLS);
  const glare = new Uint8Array(CELLS);
  const columns = edges(width);
  const rows = edges(height);
  let steps = 0;
  let light = 0;
  for (let y = 0; y < SIDE; y++) {
    const top = rows[y] ?? 0;
    const bottom = rows[y + 1] ?? height;
    for (let x = 0; x < SIDE; x++) {
      const left = columns[x] ?? 0;
      const right = columns[x + 1] ?? width;
      let r = 0;
      let g = 0;
      let b = 0;
      let count = 0;
      let brightest = 0;
      for (let row = top; row < bottom; row += 2) {
        let at = (row * width + left) * 3;
        for (let column = left; column < right; column += 2, at += 6) {
          const middle = rgb[at + 1] ?? 0;
          r += rgb[at] ?? 0;
          g += middle;
          b += rgb[at + 2] ?? 0;
          if (middle > brightest) brightest = middle;
          count++;
        }
      }
      const cell = y * SIDE + x;
      red[cell] = r / count;
      green[cell] = g / count;
      blue[cell] = b / count;
      if (brightest >= GLARE) {
        glare[cell] = 1;
        continue;
      }
      // One step across and one down in each cell are enough for the mean.
      const at = (top * width + left) * 3 + 1;
      const here = rgb[at] ?? 0;
      steps += Math.abs(here - (rgb[at + 3] ?? here)) + Math.abs(here - (rgb[at + 3 * width] ?? here));
      light += here;
    }
  }
  const shown = shownCells(red, green, blue);
  return { red, green, blue, shown, glare, detail: light > 0 ? steps / (2 * light) : 0 };
}

/** Where each of `SIDE` equal parts of a line starts, and where the last one ends, in whole pixels. */
function edges(length: number): Int32Array {
  return Int32Array.from({ length: SIDE + 1 }, (_, i) => Math.floor((i * length) / SIDE));
}
