import { WALL_REACH, WALL_SECTORS } from '@haustra/domain';
import { COVERAGE } from './rules.js';
import { seenOf, type WallMap, wallSector } from './wall-map.js';

const RULE = COVERAGE.values;
const STRETCH_ROWS = Math.round(RULE.stretch / RULE.row);
const HERE_ROWS = Math.round(RULE.here / RULE.row);
const FOLD_ROWS = Math.round(RULE.fold / RULE.row);
const SECTORS = Array.from({ length: WALL_SECTORS }, (_, sector) => sector);

/** How much of the wall passed on the way back was seen, 0..1. An estimate: relative depth, no position. */
export interface CoverageReading {
  readonly share: number;
  /** Of the last stretch; null while there is not enough of it. */
  readonly stretch: number | null;
  /** Of the wall here, by sector as the picture stands, clockwise from twelve o'clock; null before there is any. */
  readonly here: readonly number[] | null;
}

/** A stretch of wall about as long as from fold to fold. Lengths in radii, drawn back since withdrawal began. */
export interface WallFold {
  readonly fromRadii: number;
  /** Share seen of each sector of the wall. */
  readonly seen: readonly number[];
}

/** Folds in a row that were passed with sectors unseen. */
export interface WallGap {
  readonly fromRadii: number;
  readonly toRadii: number;
  /** The sectors of the wall that were not seen in one of them. */
  readonly sectors: readonly number[];
}

/** The same fold by fold. */
export interface CoverageFolds {
  readonly passedRadii: number;
  /** Share of the folds passed that were seen all around, or nearly. */
  readonly complete: number;
  readonly folds: readonly WallFold[];
  readonly gaps: readonly WallGap[];
}

/** What the map says so far; null until a fold was passed and something looked at. Rule `coverage`. Pure. */
export function coverageReading(map: WallMap | null): CoverageReading | null {
  if (map === null || !map.seen) return null;
  const passed = rowsBehind(map.passed);
  if (passed < FOLD_ROWS) return null;
  return {
    share: shareOf(map, 0, passed),
    stretch: passed < STRETCH_ROWS ? null : shareOf(map, passed - STRETCH_ROWS, passed),
    here: hereOf(map),
  };
}

/** What was seen fold by fold, and the gaps; null where there is no reading. Rule `coverage`. Pure. */
export function coverageFolds(map: WallMap | null): CoverageFolds | null {
  if (map === null || coverageReading(map) === null) return null;
  const count = Math.floor(rowsBehind(map.passed) / FOLD_ROWS);
  const folds = Array.from({ length: count }, (_, fold) => ({
    fromRadii: fold * RULE.fold,
    seen: bySector(map, fold * FOLD_ROWS, (fold + 1) * FOLD_ROWS),
  }));
  const complete = folds.filter(isComplete).length / folds.length;
  return { passedRadii: map.passed, complete, folds, gaps: gapsOf(folds) };
}

/** Share of the wall between two depths (radii drawn back since withdrawal began) that was seen; null where there is none. */
export function coverageBetween(map: WallMap, fromRadii: number, toRadii: number): number | null {
  if (toRadii <= fromRadii) return null;
  const first = Math.max(0, Math.ceil(fromRadii / RULE.row));
  return shareOf(map, first, Math.max(first + 1, Math.floor(toRadii / RULE.row)));
}

/** Rows that a tip at this depth no longer sees: what it can still see begins a little ahead of it. */
const rowsBehind = (radii: number): number => Math.max(0, Math.floor((radii - WALL_REACH.from) / RULE.row));
const isUnseen = (share: number): boolean => share < RULE.seenAbove;
const isComplete = ({ seen }: WallFold): boolean =>
  seen.filter((share) => !isUnseen(share)).length >= RULE.foldSectors;

/** Share seen of the rows from `first` up to `end`. Asked for once a second: no copies. */
function shareOf({ rows }: WallMap, first: number, end: number): number {
  let sum = 0;
  for (let row = first; row < end; row++) for (const cell of rows[row] ?? []) sum += seenOf(cell);
  return sum / ((end - first) * WALL_SECTORS);
}

/** The same of each sector. */
function bySector({ rows }: WallMap, first: number, end: number): number[] {
  return SECTORS.map((sector) => {
    let sum = 0;
    for (let row = first; row < end; row++) {
      const cell = rows[row]?.[sector];
      if (cell !== undefined) sum += seenOf(cell);
    }
    return sum / (end - first);
  });
}

function gapsOf(folds: readonly WallFold[]): WallGap[] {
  const gaps: WallGap[] = [];
  for (const fold of folds) {
    if (isComplete(fold)) continue;
    const toRadii = fold.fromRadii + RULE.fold;
    const unseen = SECTORS.filter((sector) => isUnseen(fold.seen[sector] ?? 0));
    const last = gaps.at(-1);
    if (last === undefined || last.toRadii < fold.fromRadii) {
      gaps.push({ fromRadii: fold.fromRadii, toRadii, sectors: unseen });
    } else {
      const sectors = SECTORS.filter((sector) => last.sectors.includes(sector) || unseen.includes(sector));
      gaps[gaps.length - 1] = { ...last, toRadii, sectors };
    }
  }
  return gaps;
}

/** The wall just ahead of the tip, as the picture stands now. */
function hereOf(map: WallMap): number[] | null {
  const end = rowsBehind(map.drawn);
  const first = Math.max(0, end - HERE_ROWS);
  if (end <= first) return null;
  const wall = bySector(map, first, end);
  return SECTORS.map((sector) => wall[wallSector(sector, map.turned)] ?? 0);
}
