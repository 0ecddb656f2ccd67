import { ALARM_KINDS, PHASES } from '@haustra/domain';
import { html, type Markup } from '../evaluate/report/html.js';
import { ALARM_COLOUR, ALARM_OPACITY, CLEAN, PHASE_COLOUR, QUIET, REGION_COLOUR, SOILED } from './colours.js';
import { LEFT, RIGHT, textWidth } from './layout.js';
import { photoMark, promptMark } from './marks.js';
import type { TimelineMessages } from './messages/index.js';

const ROW = 24;
const SIZE = 13;

interface Item {
  readonly mark: (x: number, y: number) => Markup;
  readonly text: string;
}

/** What colours and marks mean, in as many rows as it takes. */
export function legend(words: TimelineMessages): { readonly height: number; readonly body: Markup } {
  const swatch =
    (fill: string, opacity = 1) =>
    (x: number, y: number) =>
      html`<rect x="${x - 7}" y="${y - 6}" width="14" height="12" fill="${fill}" fill-opacity="${opacity}"/>`;
  const items: Item[] = [
    ...PHASES.map((phase) => ({ mark: swatch(PHASE_COLOUR[phase]), text: words.phases[phase] })),
    ...(['right', 'transverse', 'left'] as const).map((region) => ({
      mark: swatch(REGION_COLOUR[region]),
      text: words.regions[region],
    })),
    { mark: swatch(CLEAN), text: words.clean },
    { mark: swatch(SOILED), text: words.soiled },
    {
      mark: (x, y) =>
        html`<path d="M${x - 9} ${y}h18" stroke="${ALARM_COLOUR['too-fast']}" stroke-width="1.4" stroke-dasharray="6 4"/>`,
      text: words.tooFast,
    },
    ...ALARM_KINDS.map((kind) => ({
      mark: swatch(ALARM_COLOUR[kind], ALARM_OPACITY),
      text: words.prompts[kind],
    })),
    ...(['info', 'advice', 'warning'] as const).map((severity) => ({
      mark: (x: number, y: number) => promptMark(severity, x, y),
      text: words.severities[severity],
    })),
    { mark: (x, y) => photoMark(false, x, y), text: words.photo },
    { mark: (x, y) => photoMark(true, x, y), text: words.lesionPhoto },
    { mark: swatch('url(#paused)'), text: words.paused },
    { mark: swatch('url(#blind)'), text: words.blind },
  ];
  let x = LEFT;
  let row = 0;
  const drawn = items.map(({ mark, text }) => {
    const width = 24 + textWidth(text, SIZE) + 12;
    if (x + width > RIGHT) {
      x = LEFT;
      row += 1;
    }
    const at = x + 8;
    x += width;
    const y = row * ROW + ROW / 2;
    return html`${mark(at, y)}<text x="${at + 14}" y="${y + 4.5}" font-size="${SIZE}" fill="${QUIET}">${text}</text>
`;
  });
  return { height: (row + 1) * ROW, body: html`${drawn}` };
}
