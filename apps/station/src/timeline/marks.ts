import { PROMPT_KINDS } from '@haustra/domain';
import type { Lanes } from '@haustra/exam';
import { html, type Markup } from '../evaluate/report/html.js';
import { INK, LESION, QUIET, SEVERITY_COLOUR } from './colours.js';
import { ground, type Lane, note } from './lanes.js';
import { RIGHT, round, rowsOf, type Scale, textWidth } from './layout.js';
import type { TimelineMessages } from './messages/index.js';

const ROW = 22;
const LEAST_BAR = 4;

type Severity = Lanes['prompts'][number]['severity'];

/** Lesions as numbered lines from first to last sight, broad where they were in view, with a tick at the frame that shows each best. */
export function lesionLane({ lesions }: Lanes, scale: Scale, words: TimelineMessages): Lane {
  const bars = [...lesions]
    .sort((a, b) => a.startMs - b.startMs || a.id - b.id)
    .map(({ id, startMs, endMs, bestMs, sightings }) => {
      const from = scale.x(startMs);
      const to = Math.max(scale.x(endMs), from + LEAST_BAR);
      const seen = sightings.map((span) => stretch(scale.x(span.startMs), scale.x(span.endMs)));
      return { id: `${id}`, from, to, seen, best: scale.x(bestMs), label: textWidth(`${id}`, 14) + 10 };
    });
  const placed = rowsOf(bars.map(({ from, to, label }) => ({ from, to: to + label })));
  const drawn = bars.map(({ id, from, to, seen, best }, index) => {
    const y = (placed.row[index] ?? 0) * ROW + 4;
    const atEnd = to + 20 > RIGHT;
    const sightings = seen.map(
      (one) =>
        html`<rect x="${one.from}" y="${y}" width="${one.width}" height="${ROW - 8}" rx="2" fill="${LESION}"/>`,
    );
    return html`<path d="M${from} ${y + ROW / 2 - 4}H${to}" stroke="${LESION}" stroke-width="2"/>${sightings}
<path d="M${best} ${y - 3}V${y + ROW - 5}" stroke="${INK}" stroke-width="1.6"/>
<text x="${atEnd ? from - 5 : to + 5}" y="${y + 12}" font-size="14" font-weight="bold" text-anchor="${atEnd ? 'end' : 'start'}" fill="${INK}">${id}</text>
`;
  });
  return lane(words.lanes.lesions, Math.max(1, placed.rows), drawn, words);
}

/** Wide enough to be seen. */
const stretch = (from: number, to: number) => ({ from, width: Math.max(LEAST_BAR, round(to - from)) });

/** Prompts as marks by severity, each with what it said. */
export function promptLane({ prompts }: Lanes, scale: Scale, words: TimelineMessages): Lane {
  const marks = prompts.map(({ atMs, kind, severity }) => {
    const known = PROMPT_KINDS.find((one) => one === kind);
    const text = known === undefined ? '' : words.prompts[known];
    const at = scale.x(atMs);
    const width = 20 + textWidth(text, 12);
    // At the right edge the words stand before the mark.
    const flip = at + width > RIGHT;
    return { at, severity, text, flip, from: flip ? at - width : at - 8, to: flip ? at + 8 : at + width };
  });
  const placed = rowsOf(marks);
  const drawn = marks.map(({ at, severity, text, flip }, index) => {
    const y = (placed.row[index] ?? 0) * ROW + ROW / 2;
    return html`${promptMark(severity, at, y)}<text x="${flip ? at - 10 : at + 10}" y="${y + 4}" font-size="12" text-anchor="${flip ? 'end' : 'start'}" fill="${INK}">${text}</text>
`;
  });
  return lane(words.lanes.prompts, Math.max(1, placed.rows), drawn, words);
}

/** Photos: full where they are of a lesion. */
export function photoLane({ photos }: Lanes, scale: Scale, words: TimelineMessages): Lane {
  const drawn = photos.map(({ atMs, lesionId }) => photoMark(lesionId !== null, scale.x(atMs), ROW / 2));
  return lane(words.lanes.photos, 1, drawn, words);
}

function lane(label: string, rows: number, drawn: readonly Markup[], words: TimelineMessages): Lane {
  const height = rows * ROW;
  return {
    label,
    height,
    body: html`${ground(height)}${drawn}${drawn.length === 0 ? note(words.none, height) : html``}`,
  };
}

/** A circle, triangle or diamond: severity is told by shape and by colour. */
export function promptMark(severity: Severity, x: number, y: number): Markup {
  const colour = SEVERITY_COLOUR[severity];
  if (severity === 'info') return html`<circle cx="${x}" cy="${y}" r="5.5" fill="${colour}"/>`;
  const d =
    severity === 'advice' ? `M${x} ${y - 6.5}l6.5 12h-13z` : `M${x} ${y - 7.5}l7.5 7.5l-7.5 7.5l-7.5 -7.5z`;
  return html`<path d="${d}" fill="${colour}"/>`;
}

export const photoMark = (ofLesion: boolean, x: number, y: number): Markup =>
  html`<rect x="${round(x - 5)}" y="${y - 5}" width="10" height="10" fill="${ofLesion ? LESION : 'white'}" stroke="${ofLesion ? LESION : QUIET}" stroke-width="1.6"/>`;
