import { type Phase, WALL_REACH, WALL_SECTORS, type WallView } from '@haustra/domain';
import { known } from './evidence.js';
import { COVERAGE } from './rules.js';

const RULE = COVERAGE.values;

/** One sector of a row of the wall. */
export interface WallCell {
  /** Seconds that the whole of it would have been in view. */
  readonly looked: number;
  /** Share of it that is bare and lit, as held from all looks. */
  readonly bare: number;
}

/** A ring of wall, `COVERAGE.values.row` long: `WALL_SECTORS` cells. */
export type WallRow = readonly WallCell[];

/**
 * The wall since withdrawal began. Row i lies i rows drawn back from where it began; sector 0 is the one after twelve
 * o'clock then.
 */
export interface WallMap {
  /** Where the tip is, and the furthest that it has been drawn back: radii. */
  readonly drawn: number;
  readonly passed: number;
  /** How far the picture has turned since, radians, clockwise as seen. */
  readonly turned: number;
  readonly rows: readonly WallRow[];
  /** Something was looked at. */
  readonly seen: boolean;
}

/** What a stretch of time, about a second, shows of the wall. */
export interface WallSample {
  readonly lengthMs: number;
  readonly phase: Phase | null;
  /** Share of its pictures that the model finds usable. */
  readonly usable: number;
  /** As in `Evidence`: where it is not known the tip is taken to stay. */
  readonly approach?: number | null | undefined;
  readonly wall?: WallView | null | undefined;
}

const START: WallMap = { drawn: 0, passed: 0, turned: 0, rows: [], seen: false };
const UNSEEN: WallCell = { looked: 0, bare: 0 };
const NO_ROW: WallRow = Array.from({ length: WALL_SECTORS }, () => UNSEEN);

/**
 * Time goes on: the tip moves, and what is ahead of it is seen. Null until withdrawal begins, and again when the doctor
 * says that the scope still goes in. Treatment and an obscured view move the tip but show nothing. Rule `coverage`.
 */
export function wallStep(before: WallMap | null, sample: WallSample): WallMap | null {
  const { phase, approach, wall, lengthMs } = sample;
  if (phase === 'insertion') return null;
  if (before === null && phase !== 'withdrawal') return null;
  const map = before ?? START;
  if (phase === null || phase === 'outside') return map;
  const seconds = lengthMs / 1000;
  const speed = known(approach) ? Math.min(RULE.fastest, Math.max(-RULE.fastest, -approach)) : 0;
  const drawn = Math.min(RULE.longest, map.drawn + speed * seconds);
  const turn = (wall?.roll ?? 0) * seconds;
  const looks = phase === 'withdrawal' && sample.usable >= RULE.usableAbove && wall ? wall : null;
  return {
    drawn,
    passed: Math.max(map.passed, drawn),
    turned: map.turned + turn,
    rows: looks === null ? map.rows : look(map, drawn, map.turned + turn / 2, looks, seconds),
    seen: map.seen || (looks?.looked.some((part) => part > 0) ?? false),
  };
}

/** How much of a cell was seen, 0..1. */
export const seenOf = ({ looked, bare }: WallCell): number => (1 - Math.exp(-looked / RULE.look)) * bare;

/** Which sector of the wall a sector of the picture shows after the picture has turned so far. */
export function wallSector(sector: number, turned: number): number {
  const shift = Math.round((turned / (2 * Math.PI)) * WALL_SECTORS);
  return (((sector - shift) % WALL_SECTORS) + WALL_SECTORS) % WALL_SECTORS;
}

function look(map: WallMap, drawn: number, turned: number, wall: WallView, seconds: number): WallRow[] {
  const rows = [...map.rows];
  const first = Math.max(0, Math.floor((Math.min(map.drawn, drawn) - WALL_REACH.to) / RULE.row));
  const beyond = Math.floor((Math.max(map.drawn, drawn) - WALL_REACH.from) / RULE.row);
  while (rows.length < beyond) rows.push(NO_ROW);
  for (let row = first; row < beyond; row++) {
    const cells = [...(rows[row] ?? NO_ROW)];
    for (let sector = 0; sector < WALL_SECTORS; sector++) {
      const at = wallSector(sector, turned);
      cells[at] = cellSeen(
        cells[at] ?? UNSEEN,
        (wall.looked[sector] ?? 0) * seconds,
        (wall.bare[sector] ?? 0) * seconds,
      );
    }
    rows[row] = cells;
  }
  return rows;
}

function cellSeen(cell: WallCell, looked: number, bare: number): WallCell {
  if (looked <= 0) return cell;
  const share = Math.min(1, bare / looked);
  if (cell.looked === 0) return { looked, bare: share };
  const fresh = 1 - (1 - (share > cell.bare ? RULE.up : RULE.down)) ** looked;
  return { looked: cell.looked + looked, bare: cell.bare + (share - cell.bare) * fresh };
}
