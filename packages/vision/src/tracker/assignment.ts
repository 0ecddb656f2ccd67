/**
 * The assignment of rows to columns with the least total cost (Hungarian method with potentials, O(n²m)). A pair whose
 * cost is not below `limit` is never made: leaving a row alone costs `limit`.
 * @param cost `rows * columns` values, row by row; `Infinity` forbids a pair
 * @returns for each row its column, or -1
 */
export function assign(cost: Float64Array, rows: number, columns: number, limit: number): Int32Array {
  const result = new Int32Array(rows).fill(-1);
  if (rows === 0 || columns === 0) return result;
  // One more column for each row, which stands for "alone": the problem is then always solvable.
  const width = columns + rows;
  const at = (row: number, column: number): number => {
    if (column >= columns) return limit;
    const value = cost[row * columns + column] ?? Number.POSITIVE_INFINITY;
    return value < limit ? value : FORBIDDEN;
  };
  const u = new Float64Array(rows + 1);
  const v = new Float64Array(width + 1);
  const owner = new Int32Array(width + 1);
  const way = new Int32Array(width + 1);
  const least = new Float64Array(width + 1);
  const used = new Uint8Array(width + 1);
  for (let row = 1; row <= rows; row++) {
    owner[0] = row;
    least.fill(Number.POSITIVE_INFINITY);
    used.fill(0);
    let column = 0;
    do {
      used[column] = 1;
      const current = owner[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let j = 1; j <= width; j++) {
        if (used[j]) continue;
        const reduced = at(current - 1, j - 1) - (u[current] ?? 0) - (v[j] ?? 0);
        if (reduced < (least[j] ?? 0)) {
          least[j] = reduced;
          way[j] = column;
        }
        if ((least[j] ?? 0) < delta) {
          delta = least[j] ?? 0;
          next = j;
        }
      }
      for (let j = 0; j <= width; j++) {
        if (used[j]) {
          const o = owner[j] ?? 0;
          u[o] = (u[o] ?? 0) + delta;
          v[j] = (v[j] ?? 0) - delta;
        } else least[j] = (least[j] ?? 0) - delta;
      }
      column = next;
    } while ((owner[column] ?? 0) !== 0);
    while (column !== 0) {
      const before = way[column] ?? 0;
      owner[column] = owner[before] ?? 0;
      column = before;
    }
  }
  for (let j = 1; j <= columns; j++) {
    const row = (owner[j] ?? 0) - 1;
    if (row >= 0 && (cost[row * columns + j - 1] ?? Number.POSITIVE_INFINITY) < limit) result[row] = j - 1;
  }
  return result;
}

/** Dearer than any sum of allowed costs, yet finite, so that differences stay numbers. */
const FORBIDDEN = 1e9;
