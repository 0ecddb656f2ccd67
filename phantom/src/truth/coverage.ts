import type { Lens } from '../camera/lens.js';
import { MATERIALS, type Radiance } from '../render/shader.js';
import type { CoverageTruth } from './procedure-schema.js';

/** Size of a cell of the unrolled wall: rows of 5 mm, 24 columns of 15 degrees. */
export const ROW_MM = 5;
export const COLUMNS = 24;
/** A cell counts as seen when it takes this part of the field's pixels, … */
const LEAST_PART = 0.0012;
/** … from no further than this, mm, … */
const FURTHEST_MM = 40;
/** … and at this brightness (display values 0..255). */
const LEAST_LUMA = 45;
/** Wall under more stool (0..255) or foam than this is not seen. */
const BARE = 127;

const BARE_MATERIALS = new Set(
  (['wall', 'polyp', 'valve'] as const).map((material) => MATERIALS.indexOf(material)),
);

/** Rows of cells that a colon has whose closed end begins at arc length `capStart`, mm. */
export function cellRows(capStart: number): number {
  return Math.max(1, Math.floor(capStart / ROW_MM));
}

/**
 * The cells of the wall that a usable frame shows well enough: bare, near, lit and large enough in the picture.
 * @param picture display values 0..255, three a pixel @param depth mm, one a pixel
 */
export function cellsSeen(
  radiance: Radiance,
  depth: Float32Array,
  picture: Float32Array,
  lens: Lens,
  rows: number,
): number[] {
  const counts = new Uint32Array(rows * COLUMNS);
  let field = 0;
  for (let k = 0; k < lens.mask.length; k++) {
    if ((lens.mask[k] as number) < 0.5) continue;
    field++;
    if (!BARE_MATERIALS.has(radiance.material[k] as number)) continue;
    if ((radiance.cover[k] as number) > BARE || (radiance.foam[k] as number) > BARE) continue;
    if ((depth[k] as number) > FURTHEST_MM) continue;
    const luma =
      0.3 * (picture[k * 3] as number) +
      0.59 * (picture[k * 3 + 1] as number) +
      0.11 * (picture[k * 3 + 2] as number);
    if (luma < LEAST_LUMA) continue;
    const row = Math.floor((radiance.arc[k] as number) / ROW_MM);
    if (row < 0 || row >= rows) continue;
    const column = Math.min(
      Math.floor(((radiance.angle[k] as number) / (2 * Math.PI)) * COLUMNS),
      COLUMNS - 1,
    );
    const cell = row * COLUMNS + column;
    counts[cell] = (counts[cell] as number) + 1;
  }
  const least = Math.max(2, LEAST_PART * field);
  const seen: number[] = [];
  counts.forEach((count, cell) => {
    if (count >= least) seen.push(cell);
  });
  return seen;
}

/** Keeps which cells have been seen so far, frame by frame in order. */
export class CoverageTally {
  private readonly firstSeen: number[];
  private readonly firstSeenBack: number[];

  constructor(private readonly rows: number) {
    this.firstSeen = new Array<number>(rows * COLUMNS).fill(-1);
    this.firstSeenBack = new Array<number>(rows * COLUMNS).fill(-1);
  }

  /** Take in the cells that a frame shows. @returns those never seen before */
  add(frame: number, cells: readonly number[], onTheWayBack: boolean): number[] {
    const fresh = cells.filter((cell) => this.firstSeen[cell] === -1);
    for (const cell of fresh) this.firstSeen[cell] = frame;
    if (onTheWayBack) {
      for (const cell of cells) if (this.firstSeenBack[cell] === -1) this.firstSeenBack[cell] = frame;
    }
    return fresh;
  }

  /** The grid as it stands. */
  grid(): CoverageTruth {
    return {
      rowMm: ROW_MM,
      rows: this.rows,
      columns: COLUMNS,
      firstSeen: [...this.firstSeen],
      firstSeenBack: [...this.firstSeenBack],
    };
  }
}

/**
 * Part of the cells between two arc lengths (mm) that have been seen up to and with `frame`.
 * @param first `firstSeen` or `firstSeenBack` of the grid @returns 0..1; 0 for a stretch without cells
 */
export function shareSeen(
  grid: CoverageTruth,
  first: readonly number[],
  fromMm: number,
  toMm: number,
  frame = Number.POSITIVE_INFINITY,
): number {
  let [cells, seen] = [0, 0];
  for (let row = 0; row < grid.rows; row++) {
    const middle = (row + 0.5) * grid.rowMm;
    if (middle < fromMm || middle >= toMm) continue;
    for (let column = 0; column < grid.columns; column++) {
      const at = first[row * grid.columns + column] ?? -1;
      cells++;
      if (at >= 0 && at <= frame) seen++;
    }
  }
  return cells === 0 ? 0 : seen / cells;
}
