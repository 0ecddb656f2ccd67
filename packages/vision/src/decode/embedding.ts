import type { Rect } from '@haustra/domain';
import type { RawOutputs } from '../session/raw.js';

/**
 * Mean of the descriptor map under a box (fractions of the field), brought to unit length. Cells count by the share of
 * them that the box covers, so that small boxes move smoothly over the map. All zeros where the mean is zero.
 */
export function describe(map: RawOutputs['embedding'], box: Rect): Float32Array {
  const { width, height, dimensions, values } = map;
  const left = box.x * width;
  const right = (box.x + box.w) * width;
  const top = box.y * height;
  const bottom = (box.y + box.h) * height;
  const out = new Float32Array(dimensions);
  for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, bottom); row++) {
    const covered = Math.min(bottom, row + 1) - Math.max(top, row);
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
      const weight = covered * (Math.min(right, column + 1) - Math.max(left, column));
      for (let d = 0; d < dimensions; d++) {
        out[d] = (out[d] ?? 0) + weight * (values[(d * height + row) * width + column] ?? 0);
      }
    }
  }
  let squares = 0;
  for (const v of out) squares += v * v;
  if (squares > 0) {
    const scale = 1 / Math.sqrt(squares);
    for (let d = 0; d < dimensions; d++) out[d] = (out[d] ?? 0) * scale;
  }
  return out;
}
