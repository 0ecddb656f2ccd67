import type { Outline, Rect, ShownLesion } from '@haustra/domain';

/** What is drawn from `timeMs` (included) to `endMs` (not included). */
export interface OverlayMark {
  readonly timeMs: number;
  readonly endMs: number;
  readonly lesions: readonly ShownLesion[];
  /** Lines of text in the upper left corner, for example the phase or a disclaimer. */
  readonly lines?: readonly string[];
}

/** Text beside a lesion, in the language of the caller's choice. */
export type LabelOf = (lesion: ShownLesion) => string;

/** `#1 neoplastic 0.93`; without a call, `#1 0.93`. */
export const plainLabel: LabelOf = ({ id, call, score }) =>
  `#${id}${call === 'no-call' ? '' : ` ${call}`} ${score.toFixed(2)}`;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Colours as `&HBBGGRR&`, told apart by people who do not see red and green: amber, sky blue, white. */
const COLOURS = { neoplastic: '&H00B0FF&', 'non-neoplastic': '&HFFC840&', 'no-call': '&HFFFFFF&' } as const;
/** Fonts with Chinese first; where none is installed, fontconfig takes what there is. */
const FONT = 'Noto Sans CJK SC';

/** Drawings are in eighths of a pixel: `\p4`. */
const DRAW = '\\p4';
const EIGHTHS = 8;

/** `h:mm:ss.cc`, rounded down: frames lie more than a hundredth of a second apart, so that each keeps its own mark. */
export function assTime(timeMs: number): string {
  const hundredths = Math.max(0, Math.floor(timeMs / 10 + 1e-6));
  const two = (n: number) => String(n).padStart(2, '0');
  const seconds = Math.floor(hundredths / 100);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${two(hundredths % 100)}`;
}

/** Text that libass shows as it is: no line breaks, no tags. */
export function assText(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('\\', '∖')
    .replaceAll('{', '(')
    .replaceAll('}', ')');
}

const boxOutline = ({ x, y, w, h }: Rect): Outline => [
  [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ],
];

function drawing(outline: Outline, size: Size): string {
  return outline
    .filter((ring) => ring.length > 2)
    .map((ring) =>
      ring
        .map(([x, y], i) => {
          const point = `${Math.round(x * size.width * EIGHTHS)} ${Math.round(y * size.height * EIGHTHS)}`;
          return i === 0 ? `m ${point}` : i === 1 ? `l ${point}` : point;
        })
        .join(' '),
    )
    .join(' ');
}

/** Head of an ASS file whose units are the pixels of the picture. */
export function assHead({ width, height }: Size): string {
  const unit = Math.max(width, height) / 1000;
  const text = Math.max(12, Math.round(unit * 26));
  const line = Math.max(1, unit * 2.2).toFixed(1);
  const edge = Math.max(1, unit * 1.6).toFixed(1);
  return [
    '[Script Info]',
    'ScriptType: v4.00+',
    `PlayResX: ${width}`,
    `PlayResY: ${height}`,
    'ScaledBorderAndShadow: yes',
    'WrapStyle: 2',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    `Style: Shape,${FONT},${text},&HFF000000,&HFF000000,&H00FFFFFF,&HFF000000,0,0,0,0,100,100,0,0,1,${line},0,7,0,0,0,1`,
    `Style: Label,${FONT},${text},&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,-1,0,0,0,100,100,0,0,1,${edge},0,1,0,0,0,1`,
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    '',
  ].join('\n');
}

function lesionEvents(lesion: ShownLesion, times: string, size: Size, label: LabelOf): string[] {
  const shape = drawing(lesion.outline, size) || drawing(boxOutline(lesion.box), size);
  const colour = COLOURS[lesion.call];
  const faint = lesion.held ? '\\3a&H60&' : '';
  const { x, y, w, h } = lesion.box;
  const gap = Math.max(size.width, size.height) * 0.006;
  // Above the lesion; under it where there is no room above.
  const above = y * size.height > Math.max(size.width, size.height) * 0.05;
  const anchor = above ? '\\an1' : '\\an7';
  const textY = above ? y * size.height - gap : (y + h) * size.height + gap;
  const textX = Math.min(x, Math.max(0, x + w - 0.05)) * size.width;
  return [
    `Dialogue: 0,${times},Shape,,0,0,0,,{\\an7\\pos(0,0)\\1a&HFF&\\3c${colour}${faint}${DRAW}}${shape}{\\p0}`,
    `Dialogue: 1,${times},Label,,0,0,0,,{${anchor}\\pos(${textX.toFixed(1)},${textY.toFixed(1)})\\c${colour}}${assText(label(lesion))}`,
  ];
}

/** The events of one mark: an outline and a label a lesion, and its lines of text. Pure. */
export function assEvents(mark: OverlayMark, size: Size, label: LabelOf): string {
  const times = `${assTime(mark.timeMs)},${assTime(mark.endMs)}`;
  const margin = Math.round(Math.max(size.width, size.height) * 0.012);
  const lines = (mark.lines ?? []).map(assText).join('\\N');
  const events = [
    ...mark.lesions.flatMap((lesion) => lesionEvents(lesion, times, size, label)),
    ...(lines === '' ? [] : [`Dialogue: 2,${times},Label,,0,0,0,,{\\an7\\pos(${margin},${margin})}${lines}`]),
  ];
  return events.map((line) => `${line}\n`).join('');
}
