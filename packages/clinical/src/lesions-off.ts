import type { LesionsOff, Organ, Phase } from '@haustra/domain';
import { COLON_ONLY } from './rules.js';

/**
 * Why lesions are neither shown nor written down now, null where they are. `phase` and `organ` are those settled for the
 * examination, not what a single picture says; while nothing is settled, lesions are shown. Rule `colon-only`.
 */
export function lesionsOff(phase: Phase | null, organ: Organ | null): LesionsOff | null {
  if (phase === COLON_ONLY.values.notInPhase) return 'outside';
  return organ === COLON_ONLY.values.notInOrgan ? 'gastroscopy' : null;
}
