import type { GateCheck, GateReport } from '@haustra/domain';
import { textTable } from '../evaluate/table.js';
import type { ModelsMessages } from './messages/index.js';

/** The report of a gate for a terminal: the verdict, the reasons in words, and the checks that matter. */
export function gateText(report: GateReport, m: ModelsMessages): string {
  const { candidate, current, passed, reasons, checks, frozenSet } = report;
  const shown = checks.filter(({ subgroup, verdict }) => subgroup === 'all' || isTelling(verdict));
  return [
    passed ? m.gate.passed(candidate) : m.gate.refused(candidate),
    m.gate.against(current, frozenSet.pictures, frozenSet.own),
    ...reasons.map((reason) => `  ${reasonText(reason, m)}`),
    '',
    checksTable(shown, m),
    '',
    m.gate.note,
    ...(shown.length < checks.length ? [m.gate.same(checks.length - shown.length)] : []),
  ].join('\n');
}

const isTelling = (verdict: GateCheck['verdict']): boolean => verdict === 'worse' || verdict === 'better';

/** A reason in words, such as `worse: organ, source neopolyp: …`. */
export function reasonText(
  { code, head, subgroup, fact }: GateReport['reasons'][number],
  m: ModelsMessages,
): string {
  const named = head === null ? null : headText(head, m);
  switch (code) {
    case 'worse':
    case 'gain':
      return m.reasons[code](named ?? '', subgroupText(subgroup ?? 'all', m), fact);
    case 'too-few-pictures':
      return m.reasons['too-few-pictures'](named, fact);
    default:
      return m.reasons[code](fact);
  }
}

function checksTable(checks: readonly GateCheck[], m: ModelsMessages): string {
  const c = m.gate.columns;
  return textTable({
    header: [c.what, c.n, c.before, c.after, c.difference, c.verdict],
    rows: checks.map((check) => [
      `${headText(check.head, m)} ${wordOf(m.measures, check.measure)}, ${subgroupText(check.subgroup, m)}`,
      `${check.n}`,
      percent(check.before),
      percent(check.after),
      difference(check),
      m.gate.verdicts[check.verdict],
    ]),
  });
}

const headText = (head: string, m: ModelsMessages): string => wordOf(m.heads, head);

/** `source:neopolyp` as `source neopolyp`. */
function subgroupText(subgroup: string, m: ModelsMessages): string {
  const [kind = '', ...value] = subgroup.split(':');
  return [wordOf(m.subgroups, kind), value.join(':')].filter((word) => word !== '').join(' ');
}

/** The word for a key of a report; a report of a later version may hold keys that have none. */
const wordOf = (words: Readonly<Record<string, string>>, key: string): string => words[key] ?? key;

const percent = (share: number | null): string => (share === null ? '–' : (share * 100).toFixed(1));

function difference({ difference: change, low, high }: GateCheck): string {
  if (change === null) return '–';
  const interval = low === null || high === null ? '' : ` (${signed(low)} … ${signed(high)})`;
  return `${signed(change)}${interval}`;
}

function signed(share: number): string {
  const points = (Math.abs(share) * 100).toFixed(1);
  if (points === '0.0') return points;
  return `${share < 0 ? '−' : '+'}${points}`;
}
