import type { GateCheck } from '@haustra/domain';
import { beyondNoise } from './beyond-noise.js';
import { type PairedDifference, pairedDifference } from './paired.js';
import type { GateOptions, GateQuantity } from './types.js';

/** Chance of a false `worse`, and of a false `better`, in a whole gate where nothing changed. */
export const LEVEL = 0.05;
/** A smaller difference, as a share of 1, is called `same` however sure it is. */
export const MATTERS = 0.005;

/** Compares every quantity, one after the other; the caller may show progress and stop between two. */
export function* comparedOneByOne(
  quantities: readonly GateQuantity[],
  options: Pick<GateOptions, 'rounds' | 'seed'>,
): Generator<PairedDifference> {
  for (const quantity of quantities) yield pairedDifference(quantity, options);
}

/**
 * The verdicts over compared quantities. Measures on all pictures are one family and those on subgroups another, each
 * with half of the level: a few whole measures are not drowned by many subgroups. Pure.
 */
export function checksOf(
  quantities: readonly GateQuantity[],
  compared: readonly PairedDifference[],
): GateCheck[] {
  const whole = quantities.map(({ subgroup }) => subgroup === 'all');
  const named = (pOf: (found: PairedDifference) => number | null): boolean[] => {
    const family = (all: boolean) =>
      beyondNoise(
        compared.map((found, at) => (whole[at] === all ? pOf(found) : null)),
        LEVEL / 2,
      );
    const [ofAll, ofSubgroups] = [family(true), family(false)];
    return compared.map((_, at) => ofAll[at] === true || ofSubgroups[at] === true);
  };
  const [worse, better] = [named((found) => found.pWorse), named((found) => found.pBetter)];
  return quantities.flatMap(({ head, measure, subgroup, n }, at): GateCheck[] => {
    const found = compared[at];
    if (found === undefined) return [];
    const { before, after, difference, low, high } = found;
    const verdict = verdictOf(found, worse[at] === true, better[at] === true);
    return [{ head, measure, subgroup, n, before, after, difference, low, high, verdict }];
  });
}

function verdictOf(
  { difference, pWorse }: PairedDifference,
  worse: boolean,
  better: boolean,
): GateCheck['verdict'] {
  if (pWorse === null) return 'too-few';
  if (worse && (difference === null || difference <= -MATTERS)) return 'worse';
  return better && difference !== null && difference >= MATTERS ? 'better' : 'same';
}
