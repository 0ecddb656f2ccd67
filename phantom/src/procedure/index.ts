import { Random } from '../maths/random.js';
import { colonoscopy } from './colonoscopy.js';
import { gastroscopy } from './gastroscopy.js';
import { COLON_MM, type Kind, type ProcedureOptions } from './kinds.js';
import type { Procedure } from './procedure.js';

/**
 * A whole made-up examination of a kind, by seeded chance: the same seed, kind and options give the same one.
 * Throws RangeError for a colon longer or shorter than COLON_MM allows, or a pace outside 0.5 … 6.
 */
export function procedure(seed: number, kind: Kind, options: ProcedureOptions = {}): Procedure {
  const { lengthMm = COLON_MM.usual, pace = 1 } = options;
  if (!(lengthMm >= COLON_MM.least && lengthMm <= COLON_MM.most)) {
    throw new RangeError(`a colon of ${lengthMm} mm is not between ${COLON_MM.least} and ${COLON_MM.most}`);
  }
  if (!(pace >= 0.5 && pace <= 6)) throw new RangeError(`a pace of ${pace} is not between 0.5 and 6`);
  const random = new Random(seed).fork(kind);
  return kind === 'gastroscopy'
    ? gastroscopy(seed, options, random)
    : colonoscopy(kind, seed, options, random);
}
