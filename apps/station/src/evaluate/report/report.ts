import { DISCLAIMER } from '@haustra/domain';
import type { TopLevelSpec } from 'vega-lite';
import type { Comparison } from '../compare/compare.js';
import { comparisonNotes, comparisonTable } from '../compare/table.js';
import { UNKNOWN } from '../format.js';
import type { SetMetrics } from '../measure.js';
import type { EvaluateMessages } from '../messages/index.js';
import type { MetricsFile } from '../metrics-file.js';
import type { Mistakes } from '../mistakes.js';
import { confusionTable, headTable, lesionTable, operatingTable, sizeTable, typeTable } from '../tables.js';
import { gallery, type Thumbnails } from './gallery.js';
import { html, htmlTable, Markup } from './html.js';
import {
  againstFalseBoxes,
  apIntervals,
  bySize,
  byThreshold,
  drawSvg,
  precisionRecall,
  reliability,
} from './plots.js';
import { STYLE } from './style.js';

export interface ReportInput {
  readonly metrics: MetricsFile;
  readonly comparison: Comparison | null;
  readonly mistakes: Mistakes;
  readonly pictures: Thumbnails;
  readonly lang: string;
  readonly m: EvaluateMessages;
}

/** The report as one HTML file: tables, plots and the worst mistakes; nothing in it is loaded from elsewhere. */
export async function reportHtml({
  metrics,
  comparison,
  mistakes,
  pictures,
  lang,
  m,
}: ReportInput): Promise<string> {
  const all = metrics.sets.filter((set) => set.kind === 'all');
  const named = metrics.sets.filter((set) => set.kind === 'named');
  const light = metrics.sets.filter((set) => set.kind === 'light');
  const compared = named.length > 0 ? named : all;
  const plots = await draw([
    precisionRecall(compared, m),
    apIntervals([...all, ...named], m),
    ...all.flatMap((set) => [
      byThreshold(set, m),
      againstFalseBoxes(set, m),
      bySize(set, m),
      reliability(set, m),
    ]),
  ]);
  const body = html`<h1>${m.report.title}</h1>
${head(metrics, m)}
<h2>${m.lesionsTable}</h2>
${byKind(metrics, m, (sets, caption) => htmlTable(caption, lesionTable(sets, m)))}
<h3>${m.report.lesionDetails}</h3>
${htmlTable('', operatingTable([...all, ...named, ...light], m))}
<h3>${m.report.bySize}</h3>
${htmlTable('', sizeTable([...all, ...named, ...light], m))}
<div class="plots">${plots}</div>
${types(metrics, m)}
<h2>${m.headsTable}</h2>
${metrics.sets
  .filter((set) => set.kind === 'all' || set.kind === 'split')
  .map((set) => htmlTable(set.name, headTable(set, m)))}
${all.map((set) => confusions(set, m))}
${comparison === null ? html`` : againstEarlier(comparison, m)}
${gallery(mistakes, pictures, m)}
<footer>${DISCLAIMER}</footer>`;
  return `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${m.report.title}</title><style>${STYLE}</style></head>
<body>
${body.text}
</body>
</html>
`;
}

function head(metrics: MetricsFile, m: EvaluateMessages): Markup {
  const r = m.report;
  const chosen = [
    metrics.splits?.join(', ') ?? r.everySplit,
    metrics.sources?.join(', ') ?? r.everySource,
  ].join('; ');
  const unread = metrics.sets[0]?.unread ?? 0;
  const trained = metrics.splits?.includes('train') === true;
  return html`<dl>
<dt>${r.model}</dt><dd>${metrics.model}</dd>
<dt>${r.index}</dt><dd>${metrics.index}</dd>
<dt>${r.selection}</dt><dd>${chosen} (${metrics.sets[0]?.pictures ?? 0})</dd>
<dt>${r.frame}</dt><dd>${metrics.frame === null ? UNKNOWN : m.frames[metrics.frame]}</dd>
<dt>${r.intervals}</dt><dd>${m.interval} ${r.rounds(metrics.bootstrap.rounds, metrics.bootstrap.seed)}</dd>
</dl>
<p class="warning">${m.notTuned}</p>
${trained ? html`<p class="warning">${m.trainWarning}</p>` : html``}
${metrics.frame === 'random' ? html`<p class="warning">${m.framesRandom}</p>` : html``}
${unread > 0 ? html`<p class="warning">${m.unread(unread)}</p>` : html``}
<details><summary>${r.howToRead}</summary><ul>${r.definitions.map((text) => html`<li>${text}</li>`)}</ul></details>`;
}

function byKind(
  metrics: MetricsFile,
  m: EvaluateMessages,
  table: (sets: readonly SetMetrics[], caption: string) => Markup,
): Markup {
  const kinds = ['all', 'named', 'split', 'source', 'light'] as const;
  return html`${kinds.map((kind) =>
    table(
      metrics.sets.filter((set) => set.kind === kind),
      m.report.kinds[kind],
    ),
  )}`;
}

function types(metrics: MetricsFile, m: EvaluateMessages): Markup {
  if (metrics.sets.every((set) => set.type === null)) return html``;
  return html`<h2>${m.typeTable}</h2>
${byKind(metrics, m, (sets, caption) => htmlTable(caption, typeTable(sets, m)))}`;
}

function againstEarlier(comparison: Comparison, m: EvaluateMessages): Markup {
  return html`<h2>${m.against.title}</h2>
${comparisonNotes(comparison, m).map((note) => html`<p>${note}</p>`)}
${comparison.sets.map((set) => htmlTable(`${set.name} (${set.pictures})`, comparisonTable(set, m)))}`;
}

function confusions({ heads }: SetMetrics, m: EvaluateMessages): Markup {
  return html`${heads.organ ? htmlTable(m.report.confusionOrgan, confusionTable(heads.organ, m)) : html``}
${heads.cleanliness ? htmlTable(m.report.confusionCleanliness, confusionTable(heads.cleanliness, m)) : html``}`;
}

async function draw(specs: readonly (TopLevelSpec | null)[]): Promise<Markup[]> {
  const drawn: Markup[] = [];
  for (const spec of specs) {
    if (spec !== null) drawn.push(html`<figure>${new Markup(await drawSvg(spec))}</figure>`);
  }
  return drawn;
}
