import { WALL_REACH, WALL_SECTORS } from '@haustra/domain';
import { COVERAGE } from './rules.js';
import { seenOf, type WallMap, wallSector } from './wall-map.js';

const RULE = COVERAGE.values;
const ROWS_A_FOLD = Math.round(RULE.fold / RULE.row);
const SECTORS = Array.from({ length: WALL_SECTORS }, (_, sector) => sector);

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

/** How much of the wall passed on the way back was seen, 0..1. An estimate: relative depth, no position. */
export interface CoverageReading {
  readonly share: number;
  /** Of the last stretch; null while there is not enough of it. */
  readonly stretch: number | null;
  /** Of the wall here, by sector as the picture stands, clockwise from twelve o'clock; null before there is any. */
  readonly here: readonly number[] | null;
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
  const folds = foldsOf(map, passed);
  if (folds.length === 0) return null;
  const stretchRows = Math.round(RULE.stretch / RULE.row);
  return {
    share: mean(seenRows(map, 0, passed)),
    stretch: passed < stretchRows ? null : mean(seenRows(map, passed - stretchRows, passed)),
    here: hereOf(map),
    passedRadii: map.passed,
    complete: folds.filter(isComplete).length / folds.length,
    folds,
    gaps: gapsOf(folds),
  };
}

/** Share of the wall between two depths (radii drawn back since withdrawal began) that was seen; null where there is none. */
export function coverageBetween(map: WallMap, fromRadii: number, toRadii: number): number | null {
  const first = Math.max(0, Math.ceil(fromRadii / RULE.row));
  const rows = Math.max(first + 1, Math.floor(toRadii / RULE.row));
  return toRadii > fromRadii ? mean(seenRows(map, first, rows)) : null;
}

/** Rows that a tip at this depth no longer sees: what it can still see begins a little ahead of it. */
const rowsBehind = (radii: number): number => Math.max(0, Math.floor((radii - WALL_REACH.from) / RULE.row));
const isUnseen = (share: number): boolean => share < RULE.seenAbove;
const isComplete = ({ seen }: WallFold): boolean =>
  seen.filter((share) => !isUnseen(share)).length >= RULE.foldSectors;
const mean = (rows: readonly (readonly number[])[]): number =>
  rows.flat().reduce((sum, share) => sum + share, 0) / (rows.length * WALL_SECTORS);

/** Seen of each sector of the rows from `first` up to `end`. */
function seenRows({ rows }: WallMap, first: number, end: number): number[][] {
  return Array.from({ length: end - first }, (_, i) => {
    const cells = rows[first + i];
    return SECTORS.map((sector) => (cells?.[sector] === undefined ? 0 : seenOf(cells[sector])));
  });
}

/** Mean of each sector over the rows from `first` up to `end`. */
function bySector(map: WallMap, first: number, end: number): number[] {
  const rows = seenRows(map, first, end);
  return SECTORS.map((sector) => rows.reduce((sum, row) => sum + (row[sector] ?? 0), 0) / rows.length);
}

function foldsOf(map: WallMap, passed: number): WallFold[] {
  return Array.from({ length: Math.floor(passed / ROWS_A_FOLD) }, (_, fold) => ({
    fromRadii: fold * RULE.fold,
    seen: bySector(map, fold * ROWS_A_FOLD, (fold + 1) * ROWS_A_FOLD),
  }));
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
  const first = Math.max(0, end - Math.round(RULE.here / RULE.row));
  if (end <= first) return null;
  const wall = bySector(map, first, end);
  return SECTORS.map((sector) => wall[wallSector(sector, map.turned)] ?? 0);
}
