/** Sectors into which the wall around the lumen is cut, clockwise as seen; the first begins at twelve o'clock. */
export const WALL_SECTORS = 12;

/** The ring of wall that counts as looked at: so far ahead of the tip, in radii of the bowel. */
export const WALL_REACH = { from: 0.2, to: 1.4 } as const;

/**
 * How much of the ring around the lumen (`WALL_REACH`) was looked at, a number for each sector, 0..1. `bare` is at most
 * `looked`.
 */
export interface WallView {
  /** Part of the sector's ring that lies in the field of a picture clear enough. */
  readonly looked: readonly number[];
  /** Part of it that shows bare wall in the light: neither dark nor under residue. */
  readonly bare: readonly number[];
  /** How fast the picture turns, radians a second, clockwise as seen; null where it is not known. */
  readonly roll: number | null;
}
