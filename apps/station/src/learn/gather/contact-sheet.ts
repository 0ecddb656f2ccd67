import { readdir } from 'node:fs/promises';
import { DROP_REASONS, type DropReason, type GatheredFrame, type Round } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import type { Lang } from '../../cli/lang.js';
import { html, htmlTable, Markup } from '../../evaluate/report/html.js';
import { STYLE } from '../../evaluate/report/style.js';
import type { RoundFolder } from '../folder.js';
import { framesOf, keptOf } from '../frames/read.js';
import { type LearnMessages, learnMessages } from '../messages/index.js';
import { sequenceOf } from './items.js';

/** More pictures make a page that no browser scrolls gladly; the list names them all. */
const MOST_PICTURES = 1_500;
const MOST_RECORDINGS = 200;

/** What the sheet is made of: everything counted, some frames shown. */
interface Found {
  readonly counts: Map<DropReason | 'kept', number>;
  readonly bySource: Map<string, Map<DropReason | 'kept', number>>;
  readonly examples: Map<DropReason, GatheredFrame[]>;
  readonly kept: GatheredFrame[];
}

const more = <K>(map: Map<K, number>, key: K): void => void map.set(key, (map.get(key) ?? 0) + 1);

async function lookThrough(folder: RoundFolder): Promise<Found> {
  const found: Found = { counts: new Map(), bySource: new Map(), examples: new Map(), kept: [] };
  const pictures = new Set(await readdir(folder.dropped).catch(() => []));
  for await (const frame of framesOf(folder)) {
    const fate = frame.why ?? 'kept';
    more(found.counts, fate);
    const recording = sequenceOf(frame.source);
    const source = found.bySource.get(recording) ?? new Map();
    found.bySource.set(recording, source);
    more(source, fate);
    if (frame.why === null || !pictures.has(`${frame.n}.jpg`)) continue;
    const examples = found.examples.get(frame.why) ?? [];
    found.examples.set(frame.why, [...examples, frame]);
  }
  for await (const frame of keptOf(folder)) found.kept.push(frame);
  return found;
}

/**
 * Writes `contact.html`: what was kept, what was dropped and why. It needs nothing but the round's own folder.
 * @throws HaustraError `unwritable`
 */
export async function writeContactSheet(
  folder: RoundFolder,
  round: Pick<Round, 'id'>,
  lang: Lang,
): Promise<void> {
  const { sheet: words } = learnMessages(lang);
  const found = await lookThrough(folder);
  const page = html`<!doctype html>
<html lang="${words.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.title(round.id)}</title><style>${new Markup(STYLE)}</style></head><body>
<h1>${words.title(round.id)}</h1><p>${words.lead}</p>
${countsTable(found, words)}${sourcesTable(found, words)}${keptPart(found.kept, words)}${DROP_REASONS.map(
  (why) => droppedPart(why, found, words),
)}
<footer>${words.footer}</footer></body></html>
`;
  await writeFileAtomic(folder.sheet, page.text);
}

type Words = LearnMessages['sheet'];

function countsTable({ counts }: Found, words: Words): Markup {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const rows = DROP_REASONS.filter((why) => counts.has(why)).map((why) => [
    words.why[why],
    count(counts, why),
  ]);
  return htmlTable(words.counts, {
    header: ['', ''],
    rows: [[words.looked, String(total)], [words.kept, count(counts, 'kept')], ...rows],
  });
}

const count = (counts: Map<DropReason | 'kept', number>, fate: DropReason | 'kept'): string =>
  String(counts.get(fate) ?? 0);

function sourcesTable({ bySource, counts }: Found, words: Words): Markup {
  const reasons = DROP_REASONS.filter((why) => counts.has(why));
  return htmlTable(words.byRecording, {
    header: [words.recording, words.kept, ...reasons.map((why) => words.why[why])],
    rows: [...bySource]
      .slice(0, MOST_RECORDINGS)
      .map(([source, fates]) => [source, count(fates, 'kept'), ...reasons.map((why) => count(fates, why))]),
  });
}

function keptPart(kept: readonly GatheredFrame[], words: Words): Markup {
  if (kept.length === 0) return html`<p class="warning">${words.none}</p>`;
  const shown = [...kept]
    .sort((a, b) => (b.doubt ?? 0) - (a.doubt ?? 0) || a.n - b.n)
    .slice(0, MOST_PICTURES);
  return html`<h2>${words.keptTitle(shown.length, kept.length)}</h2><p>${words.keptLead}</p>
<div class="pictures">${shown.map((frame) => figure('frames', frame, words))}</div>
`;
}

function droppedPart(why: DropReason, { counts, examples }: Found, words: Words): Markup {
  const total = counts.get(why);
  if (total === undefined) return html``;
  const shown = examples.get(why) ?? [];
  return html`<h2>${words.droppedTitle(words.why[why], total)}</h2><p>${words.whyLong[why]}</p>
${shown.length === 0 ? html`` : html`<div class="pictures">${shown.map((frame) => figure('dropped', frame, words))}</div>`}
`;
}

function figure(folder: string, frame: GatheredFrame, words: Words): Markup {
  const at = frame.atMs === null ? '' : `${clock(frame.atMs)}, `;
  const facts =
    frame.doubt === null ? at.replace(/, $/, '') : words.facts(at, two(frame.best), two(frame.doubt));
  return html`<figure><div class="frame"><img loading="lazy" src="${folder}/${frame.n}.jpg" alt=""></div>
${frame.source}<br>${facts}</figure>
`;
}

const two = (value: number | null): string => (value ?? 0).toFixed(2);

/** `1:02:03` of milliseconds. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const pair = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${pair(m)}:${pair(s)}` : `${m}:${pair(s)}`;
}
