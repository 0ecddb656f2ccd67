import type { ProcedureScene } from '../procedure/grow.js';
import type { Colon } from '../scene/colon.js';

/**
 * Shares of covered wall from which a stretch is in a lower state: up to 5 % clean (3), up to 25 % (2), up to 75 % (1),
 * above that 0. Fixed bounds of the phantom, in the spirit of the Boston scale; no person scored it.
 */
const BOUNDS = [0.05, 0.25, 0.75] as const;
/** Spacing at which the wall is asked, mm along and columns around. */
const STEP_MM = 2;
const COLUMNS = 72;

/** The residue state 0 … 3 that a share of covered wall stands for. */
export function residueState(share: number): 0 | 1 | 2 | 3 {
  if (share <= BOUNDS[0]) return 3;
  if (share <= BOUNDS[1]) return 2;
  return share <= BOUNDS[2] ? 1 : 0;
}

/** Part of the wall between two arc lengths that lies under stool or liquid at t seconds. Sets the scene to t. */
export function shareCovered(scene: ProcedureScene, t: number, fromMm: number, toMm: number): number {
  scene.at(t);
  const { colon, residue } = scene;
  let [covered, all] = [0, 0];
  for (let s = fromMm + STEP_MM / 2; s < toMm; s += STEP_MM) {
    for (let i = 0; i < COLUMNS; i++) {
      const angle = (i * 2 * Math.PI) / COLUMNS;
      all++;
      if (residue.covers(s, angle) || isUnderLiquid(colon, s, angle)) covered++;
    }
  }
  return all === 0 ? 0 : covered / all;
}

function isUnderLiquid(colon: Colon, s: number, angle: number): boolean {
  const { line, wall } = colon.anatomy;
  const { point, n, b } = line.at(s);
  const r = wall.radiusAt(s, angle) - 0.3;
  const [c, q] = [r * Math.cos(angle), r * Math.sin(angle)];
  colon.hint = s;
  colon.shape(point[0] + n[0] * c + b[0] * q, point[1] + n[1] * c + b[1] * q, point[2] + n[2] * c + b[2] * q);
  return colon.material === 'liquid';
}
