import type { GateQuantity } from '@haustra/learning';
import { type Case, groupOf } from '../../evaluate/case.js';
import { type Judged, judge, judgedSet } from '../../evaluate/compare/statistics.js';
import { GATE_MEASURES, type GateMeasure } from './measures.js';
import { subgroupOf } from './subgroups.js';

/** One picture with what both models say of it. */
interface Pair {
  readonly before: Judged;
  readonly after: Judged;
}

/**
 * Everything that a gate compares: each measure on all pictures that it looks at, and on each subgroup that differs from
 * them. Pure.
 * @param current cases of the model in use
 * @param candidate cases of the same pictures in the same order
 * @param isOwn true for the site's own pictures
 * @throws RangeError where the cases are not of the same pictures in the same order
 */
export function gateQuantities(
  current: readonly Case[],
  candidate: readonly Case[],
  isOwn: (item: Case) => boolean,
): GateQuantity[] {
  const pairs = current.map((item, at): Pair => {
    const other = candidate[at];
    if (other?.row.id !== item.row.id) throw new RangeError('the two models did not see the same pictures');
    return { before: judge(item), after: judge(other) };
  });
  if (candidate.length !== current.length)
    throw new RangeError('the two models did not see the same pictures');
  return GATE_MEASURES.flatMap((measure) => ofMeasure(measure, pairs, isOwn));
}

function ofMeasure(
  measure: GateMeasure,
  pairs: readonly Pair[],
  isOwn: (item: Case) => boolean,
): GateQuantity[] {
  const { given } = measure;
  if (given && !pairs.some(({ before, after }) => given(before.item) || given(after.item))) return [];
  const known = pairs.filter(
    ({ before }) => total(measure, before.item) > 0 || looksAt(measure, before.item),
  );
  const all = quantity(measure, 'all', known);
  // A cut that repeats what was cut before would be judged twice.
  const seen = new Set([idsOf(known)]);
  const cuts = measure.cuts.flatMap((kind) => {
    const values = new Set(known.flatMap(({ before }) => subgroupOf(kind, before.item, isOwn) ?? []));
    return [...values].sort().flatMap((value): GateQuantity[] => {
      const inside = known.filter(({ before }) => subgroupOf(kind, before.item, isOwn) === value);
      const ids = idsOf(inside);
      if (seen.has(ids)) return [];
      seen.add(ids);
      const one = quantity(measure, `${kind}:${value}`, inside);
      return one.n === 0 ? [] : [one];
    });
  });
  return [all, ...cuts];
}

/** Average precision is also about the boxes on pictures without a lesion. */
const looksAt = ({ measure }: GateMeasure, { row }: Case): boolean =>
  measure === 'ap50' && row.boxes !== null;

function quantity(measure: GateMeasure, subgroup: string, pairs: readonly Pair[]): GateQuantity {
  const items = pairs.map(({ before }) => measure.items(before.item));
  const n = items.reduce<number>((sum, count) => sum + sumOf(count), 0);
  const classes = [0, 1].map((at) =>
    items.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : (count[at] ?? 0)), 0),
  );
  return {
    head: measure.head,
    measure: measure.measure,
    subgroup,
    n,
    rarer: Math.min(...classes),
    groups: pairs.map(({ before }) => groupOf(before.item)),
    before: measure.prepare(judgedSet(pairs.map(({ before }) => before))),
    after: measure.prepare(judgedSet(pairs.map(({ after }) => after))),
  };
}

const total = (measure: GateMeasure, item: Case): number => sumOf(measure.items(item));
const sumOf = (count: number | readonly [number, number]): number =>
  typeof count === 'number' ? count : count[0] + count[1];
const idsOf = (pairs: readonly Pair[]): string => pairs.map(({ before }) => before.item.row.id).join('\n');
