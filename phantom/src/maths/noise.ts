import type { Random } from './random.js';

/**
 * Gradient noise summed over octaves on a grid of rows × cols that repeats at its edges in both directions.
 * @param cellsY @param cellsX lattice cells of the first octave over the whole grid (whole numbers)
 * @returns row-major values, roughly in [-1, 1]
 */
export function noiseMap(
  rows: number,
  cols: number,
  cellsY: number,
  cellsX: number,
  octaves: number,
  random: Random,
): Float32Array {
  const out = new Float32Array(rows * cols);
  let amplitude = 1;
  let total = 0;
  for (let o = 0; o < octaves; o++) {
    addOctave(out, rows, cols, cellsY << o, cellsX << o, amplitude, random);
    total += amplitude;
    amplitude *= 0.5;
  }
  // Gradient noise rarely leaves ±0.7 of its amplitude: 1.4 brings the sum to about ±1.
  const scale = 1.4 / total;
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) * scale;
  return out;
}

function addOctave(
  out: Float32Array,
  rows: number,
  cols: number,
  cellsY: number,
  cellsX: number,
  amplitude: number,
  random: Random,
): void {
  const gx = new Float32Array(cellsX * cellsY);
  const gy = new Float32Array(cellsX * cellsY);
  for (let i = 0; i < gx.length; i++) {
    const a = random.range(0, 2 * Math.PI);
    gx[i] = Math.cos(a);
    gy[i] = Math.sin(a);
  }
  // What a column needs is the same in every row.
  const left = new Int32Array(cols);
  const inside = new Float64Array(cols);
  const weight = new Float64Array(cols);
  for (let col = 0; col < cols; col++) {
    const x = (col * cellsX) / cols;
    const fx = x - Math.floor(x);
    left[col] = Math.floor(x);
    inside[col] = fx;
    weight[col] = fx * fx * fx * (fx * (fx * 6 - 15) + 10);
  }
  for (let row = 0; row < rows; row++) {
    const y = (row * cellsY) / rows;
    const j0 = Math.floor(y);
    const fy = y - j0;
    const j1 = (j0 + 1) % cellsY;
    const wy = fy * fy * fy * (fy * (fy * 6 - 15) + 10);
    for (let col = 0; col < cols; col++) {
      const i0 = left[col] as number;
      const fx = inside[col] as number;
      const i1 = i0 + 1 === cellsX ? 0 : i0 + 1;
      const wx = weight[col] as number;
      const a = j0 * cellsX + i0;
      const b = j0 * cellsX + i1;
      const c = j1 * cellsX + i0;
      const d = j1 * cellsX + i1;
      const va = (gx[a] as number) * fx + (gy[a] as number) * fy;
      const vb = (gx[b] as number) * (fx - 1) + (gy[b] as number) * fy;
      const vc = (gx[c] as number) * fx + (gy[c] as number) * (fy - 1);
      const vd = (gx[d] as number) * (fx - 1) + (gy[d] as number) * (fy - 1);
      const top = va + (vb - va) * wx;
      const bottom = vc + (vd - vc) * wx;
      const at = row * cols + col;
      out[at] = (out[at] as number) + (top + (bottom - top) * wy) * amplitude;
    }
  }
}

/**
 * Cellular noise on a repeating square: distance to the nearest of `cells`² jittered points, in cells
 * (0 at a point, about 0.7 on the border between two). The look of crypt openings ("pits").
 */
export function cellMap(size: number, cells: number, random: Random): Float32Array {
  const px = new Float32Array(cells * cells);
  const py = new Float32Array(cells * cells);
  for (let i = 0; i < px.length; i++) {
    px[i] = random.range(0.15, 0.85);
    py[i] = random.range(0.15, 0.85);
  }
  const out = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let col = 0; col < size; col++) {
      const x = (col * cells) / size;
      const y = (row * cells) / size;
      let best = Number.POSITIVE_INFINITY;
      for (let dj = -1; dj <= 1; dj++) {
        for (let di = -1; di <= 1; di++) {
          const i = Math.floor(x) + di;
          const j = Math.floor(y) + dj;
          const k = ((j + cells) % cells) * cells + ((i + cells) % cells);
          best = Math.min(best, Math.hypot(i + (px[k] as number) - x, j + (py[k] as number) - y));
        }
      }
      out[row * size + col] = best;
    }
  }
  return out;
}
