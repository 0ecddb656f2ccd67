import type { Comparison } from './compare/compare.js';
import { comparisonNotes, comparisonTable } from './compare/table.js';
import type { EvaluateMessages } from './messages/index.js';
import type { MetricsFile } from './metrics-file.js';
import { textTable } from './table.js';
import { headTable, lesionTable, typeTable } from './tables.js';

/** What the terminal shows at the end: the main tables, the comparison where there is one, and how to read them. */
export function summary(
  metrics: MetricsFile,
  comparison: Comparison | null,
  out: string,
  m: EvaluateMessages,
): string {
  const shown = metrics.sets.filter((set) => set.kind === 'all' || set.kind === 'named');
  const typed = metrics.sets.filter((set) => set.type !== null && set.kind === 'named');
  const all = metrics.sets.find((set) => set.kind === 'all');
  const unread = all?.unread ?? 0;
  const blocks = [
    `${metrics.model}`,
    `${m.lesionsTable}\n${textTable(lesionTable(shown, m))}`,
    typed.length === 0 ? '' : `${m.typeTable}\n${textTable(typeTable(typed, m))}`,
    all === undefined ? '' : `${m.headsTable}\n${textTable(headTable(all, m))}`,
    comparison === null ? '' : compared(comparison, m),
    [
      m.interval,
      m.notTuned,
      metrics.splits?.includes('train') === true ? m.trainWarning : '',
      metrics.frame === 'random' ? m.framesRandom : '',
      unread > 0 ? m.unread(unread) : '',
      comparison === null ? '' : m.against.done,
      m.done(out),
    ]
      .filter((line) => line !== '')
      .join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function compared(comparison: Comparison, m: EvaluateMessages): string {
  return [
    `${m.against.title}\n${comparisonNotes(comparison, m).join('\n')}`,
    ...comparison.sets.map((set) => `${set.name} (${set.pictures})\n${textTable(comparisonTable(set, m))}`),
  ].join('\n\n');
}
