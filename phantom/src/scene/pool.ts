import { dot, type Vec3 } from '../maths/vector.js';
import type { CentreLine } from './centreline.js';
import type { Wall } from './wall.js';

/** Liquid lying between two folds, given by their arc lengths, mm. It is as high as the folds can hold. */
export interface Pool {
  readonly from: number;
  readonly to: number;
}

/** How far around its arc length the crest of a fold is looked for, mm. */
const CREST_REACH = 5;
/** The liquid ends this far below the crest, mm. */
const FREEBOARD = 0.4;

/** Height of a pool's surface along `up` (unit), mm: just below the lower of the two crests that hold it. */
export function surfaceHeight(line: CentreLine, wall: Wall, pool: Pool, up: Vec3): number {
  return Math.min(crest(line, wall, pool.from, up), crest(line, wall, pool.to, up)) - FREEBOARD;
}

/** Height at which liquid would run over the fold near arc length s: the highest of the openings' lowest points. */
function crest(line: CentreLine, wall: Wall, s: number, up: Vec3): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let at = s - CREST_REACH; at <= s + CREST_REACH; at += 0.5) {
    const { point, n, b } = line.at(at);
    let lowest = Number.POSITIVE_INFINITY;
    for (let angle = 0; angle < 2 * Math.PI; angle += 0.05) {
      const r = wall.radiusAt(at, angle);
      lowest = Math.min(
        lowest,
        dot(point, up) + r * (Math.cos(angle) * dot(n, up) + Math.sin(angle) * dot(b, up)),
      );
    }
    best = Math.max(best, lowest);
  }
  return best;
}
