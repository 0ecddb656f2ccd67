import { UNKNOWN } from '../format.js';
import type { EvaluateMessages } from '../messages/index.js';
import type { Table } from '../table.js';
import type { ComparedQuantity, ComparedSet, Comparison } from './compare.js';
import type { Measured } from './quantities.js';

/** Both runs on one set, one quantity a row; differences in points of a hundred. */
export function comparisonTable({ quantities }: ComparedSet, m: EvaluateMessages): Table {
  const c = m.against.columns;
  return {
    header: [c.quantity, c.now, c.before, c.difference, c.n],
    rows: quantities.map((q) => [
      m.against.quantities[q.key],
      q.now?.value.toFixed(3) ?? UNKNOWN,
      q.before?.value.toFixed(3) ?? UNKNOWN,
      inPoints(q),
      counts(q.now, q.before),
    ]),
  };
}

/** What must be known to read the comparison: what was compared, how, and how far it can be trusted. */
export function comparisonNotes(comparison: Comparison, m: EvaluateMessages): string[] {
  const { now, before, paired, truthChanged } = comparison;
  const named = ({ model, frame }: Comparison['now']) =>
    frame === null ? model : `${model}, ${m.frames[frame]}`;
  return [
    `${m.against.columns.now}: ${named(now)}`,
    `${m.against.columns.before}: ${named(before)}`,
    paired ? m.against.paired : m.against.unpaired,
    ...(truthChanged ? [m.against.truthChanged] : []),
  ];
}

/** Such as `+1.2 (−0.4 to +2.9)`. */
function inPoints({ difference, low, high }: ComparedQuantity): string {
  if (difference === null) return UNKNOWN;
  return low === null || high === null
    ? signed(difference)
    : `${signed(difference)} (${signed(low)} … ${signed(high)})`;
}

function signed(share: number): string {
  const points = (Math.abs(share) * 100).toFixed(1);
  if (points === '0.0') return points;
  return `${share < 0 ? '−' : '+'}${points}`;
}

const counts = (now: Measured | null, before: Measured | null): string =>
  [...new Set([now, before].flatMap((side) => (side === null ? [] : `${side.n}`)))].join(' / ');
