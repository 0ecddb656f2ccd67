import type { Lanes } from '@haustra/exam';
import { html, type Markup } from '../evaluate/report/html.js';
import { CAECUM, INK, QUIET } from './colours.js';
import { cleanLane, type Lane, phaseLane, speedLane, whereLane } from './lanes.js';
import { axisTime, GAP, LEFT, RIGHT, round, type Scale, scaleOf, textWidth, ticks, WIDTH } from './layout.js';
import { legend } from './legend.js';
import { lesionLane, photoLane, promptLane } from './marks.js';
import type { TimelineMessages } from './messages/index.js';

const HEAD = 92;
const AXIS = 30;
const FOOT = 34;
const FONTS =
  "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei','Droid Sans Fallback','Noto Sans','DejaVu Sans',sans-serif";

/** The picture of an examination's course as one SVG that needs no other file. Pure. */
export function timelineSvg(lanes: Lanes, source: string, words: TimelineMessages): string {
  // Signs that no picture may hold, such as a bell in a file's name.
  const name = source.replace(/[\p{Cc}\p{Cs}\p{Cn}]/gu, ' ');
  const scale = scaleOf(lanes.startMs, lanes.endMs);
  const drawers = [phaseLane, whereLane, speedLane, cleanLane, lesionLane, promptLane, photoLane];
  const drawn = drawers.map((draw) => draw(lanes, scale, words));
  const tall = drawn.reduce((sum, { height }) => sum + height + GAP, 0);
  const key = legend(words);
  const bottom = HEAD + tall;
  const height = bottom + AXIS + key.height + FOOT;
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${FONTS}">
<title>${words.title}: ${name}</title>
<defs>
<pattern id="paused" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="3" height="8" fill="#5a6570" fill-opacity="0.55"/></pattern>
<pattern id="blind" width="7" height="7" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1.5" fill="#b3123f"/></pattern>
</defs>
<rect width="${WIDTH}" height="${height}" fill="white"/>
<text x="${LEFT}" y="34" font-size="22" font-weight="bold" fill="${INK}">${words.title}</text>
<text x="${LEFT}" y="56" font-size="14" fill="${QUIET}">${name} · ${axisTime(lanes.endMs - lanes.startMs)}</text>
${stacked(drawn)}
${veils(lanes, scale, tall)}
${axis(scale, bottom)}
${caecum(lanes, scale, bottom, words)}
<g transform="translate(0 ${bottom + AXIS})">${key.body}</g>
<text x="${LEFT}" y="${height - 12}" font-size="13" fill="${QUIET}">${words.disclaimer}</text>
</svg>
`.text;
}

/** The lanes one below the other, each with its name. */
function stacked(drawn: readonly Lane[]): Markup {
  let y = HEAD;
  const placed = drawn.map(({ label, hint, height, body }) => {
    const at = y;
    y += height + GAP;
    const middle = height / 2 + (hint ? -2 : 5);
    const below = hint
      ? html`<text x="${LEFT - 12}" y="${middle + 16}" font-size="10.5" text-anchor="end" fill="${QUIET}">${hint}</text>`
      : html``;
    return html`<g transform="translate(0 ${at})"><text x="${LEFT - 12}" y="${middle}" font-size="14" text-anchor="end" fill="${INK}">${label}</text>${below}${body}</g>
`;
  });
  return html`${placed}`;
}

/** Time in which the clock stood, or nothing was analysed, across all lanes. */
function veils({ pauses, blind }: Lanes, scale: Scale, tall: number): Markup {
  const all = [
    ...pauses.map((span) => ({ ...span, id: 'paused' })),
    ...blind.map((span) => ({ ...span, id: 'blind' })),
  ];
  return html`${all.map(({ startMs, endMs, id }) => {
    const x = scale.x(startMs);
    const width = Math.max(1.5, round(scale.x(endMs) - x));
    return html`<rect x="${x}" y="${HEAD - 4}" width="${width}" height="${tall - GAP + 8}" fill="url(#${id})"/>`;
  })}`;
}

function axis(scale: Scale, y: number): Markup {
  const marks = ticks(scale).map((at) => {
    const x = scale.x(at);
    return html`<path d="M${x} ${HEAD}V${y}" stroke="#9aa5af" stroke-width="0.5" stroke-opacity="0.6"/><text x="${x}" y="${y + 14}" font-size="13" text-anchor="middle" fill="${QUIET}">${axisTime(at)}</text>
`;
  });
  return html`<path d="M${LEFT} ${y - 4}H${RIGHT}" stroke="${QUIET}"/>${marks}`;
}

function caecum({ caecum: held }: Lanes, scale: Scale, bottom: number, words: TimelineMessages): Markup {
  if (held === null) return html``;
  const text = `${held.byDoctor ? words.caecumByDoctor : words.caecum} ${axisTime(held.atMs)}`;
  const x = scale.x(held.atMs);
  const room = textWidth(text, 14) / 2 + 4;
  const at = Math.min(RIGHT - room, Math.max(LEFT + room, x));
  return html`<path d="M${x} ${HEAD - 10}V${bottom - 4}" stroke="${CAECUM}" stroke-width="1.8" stroke-dasharray="3 3"/>
<text x="${round(at)}" y="${HEAD - 15}" font-size="14" font-weight="bold" text-anchor="middle" fill="${CAECUM}">${text}</text>`;
}
