import type { Lanes, Second } from '@haustra/exam';
import { html, type Markup } from '../evaluate/report/html.js';
import {
  ALARM_COLOUR,
  ALARM_OPACITY,
  CLEAN,
  INK,
  PHASE_COLOUR,
  QUIET,
  REGION_COLOUR,
  RULE,
  SOILED,
  SPEED,
} from './colours.js';
import { LEFT, RIGHT, round, type Scale, textWidth } from './layout.js';
import type { TimelineMessages } from './messages/index.js';

/** One lane of the picture. */
export interface Lane {
  readonly label: string;
  readonly hint?: string;
  readonly height: number;
  /** Drawn with its upper edge at 0. */
  readonly body: Markup;
}

const BAND = 30;
const CURVE = 84;
/** Speeds beyond this are cut off, shrinking of the picture a second. */
const MOST_SPEED = 1;

/** Phases as a band of colours. */
export function phaseLane({ phases }: Lanes, scale: Scale, words: TimelineMessages): Lane {
  const boxes = phases.map(({ phase, startMs, endMs }) =>
    band(scale, startMs, endMs, PHASE_COLOUR[phase], words.phases[phase]),
  );
  return { label: words.lanes.phase, height: BAND, body: html`${boxes}` };
}

/** Where the scope was held to be; empty where it was not known. */
export function whereLane({ regions }: Lanes, scale: Scale, words: TimelineMessages): Lane {
  const boxes = regions.map(({ region, startMs, endMs }) =>
    band(scale, startMs, endMs, REGION_COLOUR[region], words.regions[region]),
  );
  return {
    label: words.lanes.where,
    height: BAND,
    body: html`${ground(BAND)}${boxes}${unknown(boxes, BAND, words)}`,
  };
}

/** Speed by seconds: up drawn back, down going in; the site's limit as a dashed line, behind it where it was held to be too fast or slipped. */
export function speedLane({ speed, speedLimit, alarms }: Lanes, scale: Scale, words: TimelineMessages): Lane {
  const middle = CURVE / 2;
  const y = (value: number) =>
    round(middle - (middle * Math.min(MOST_SPEED, Math.max(-MOST_SPEED, value))) / MOST_SPEED);
  const limit = y(speedLimit);
  const known = speed.filter(({ value }) => value !== null);
  const bars = path(speed, scale, (value) => [Math.min(middle, y(value)), Math.max(middle, y(value))]);
  return {
    label: words.lanes.speed,
    hint: words.lanes.speedHint,
    height: CURVE,
    body: html`${ground(CURVE)}${alarms.map((alarm) => alarmMark(alarm, scale))}<path d="${bars}" fill="${SPEED}"/>
<line x1="${LEFT}" x2="${RIGHT}" y1="${middle}" y2="${middle}" stroke="${QUIET}" stroke-width="0.8"/>
<line x1="${LEFT}" x2="${RIGHT}" y1="${limit}" y2="${limit}" stroke="${ALARM_COLOUR['too-fast']}" stroke-width="1.2" stroke-dasharray="7 5"/>
${unknown(known, CURVE, words)}`,
  };
}

/** Wide enough to be seen in an hour, however short it was. */
function alarmMark({ kind, startMs, endMs }: Lanes['alarms'][number], scale: Scale): Markup {
  const from = scale.x(startMs);
  const width = Math.max(2, round(scale.x(endMs) - from));
  return html`<rect x="${from}" width="${width}" y="0" height="${CURVE}" fill="${ALARM_COLOUR[kind]}" fill-opacity="${ALARM_OPACITY}"/>
`;
}

/** Cleanliness by seconds: clean below, soiled above; empty where the view was not usable or outside. */
export function cleanLane({ cleanliness }: Lanes, scale: Scale, words: TimelineMessages): Lane {
  const height = CURVE - 24;
  const known = cleanliness.filter(({ value }) => value !== null);
  const edge = (value: number) => round(height * (1 - value));
  return {
    label: words.lanes.clean,
    hint: words.lanes.cleanHint,
    height,
    body: html`${ground(height)}<path d="${path(cleanliness, scale, (v) => [edge(v), height])}" fill="${CLEAN}"/>
<path d="${path(cleanliness, scale, (v) => [0, edge(v)])}" fill="${SOILED}"/>${unknown(known, height, words)}`,
  };
}

function band(scale: Scale, startMs: number, endMs: number, colour: string, text: string): Markup {
  const from = scale.x(startMs);
  const width = Math.max(0.6, round(scale.x(endMs) - from));
  const fits = textWidth(text, 14) + 8 <= width;
  const label = fits
    ? html`<text x="${round(from + width / 2)}" y="${BAND / 2 + 5}" font-size="14" text-anchor="middle" fill="${INK}">${text}</text>`
    : html``;
  return html`<rect x="${from}" width="${width}" y="0" height="${BAND}" fill="${colour}"/>${label}
`;
}

/** Rectangles of all seconds with a value, from `edges` top to bottom, as one path. */
function path(
  seconds: readonly Second[],
  scale: Scale,
  edges: (value: number) => readonly [top: number, bottom: number],
): string {
  return seconds
    .flatMap(({ startMs, endMs, value }) => {
      if (value === null) return [];
      const [top, bottom] = edges(value);
      if (bottom <= top) return [];
      return [`M${scale.x(startMs)} ${top}H${scale.x(endMs)}V${bottom}H${scale.x(startMs)}Z`];
    })
    .join('');
}

export const ground = (height: number): Markup =>
  html`<rect x="${LEFT}" y="0" width="${RIGHT - LEFT}" height="${height}" fill="#f6f8f9" stroke="${RULE}"/>`;

/** Says so where a lane has nothing to show because nothing is known. */
const unknown = (what: readonly unknown[], height: number, words: TimelineMessages): Markup =>
  what.length > 0 ? html`` : note(words.notKnown, height);

export const note = (text: string, height: number): Markup =>
  html`<text x="${LEFT + 10}" y="${height / 2 + 5}" font-size="14" fill="${QUIET}">${text}</text>`;
