import type { Correction, DrawnBox } from '@haustra/domain';

/** The cells of an `index.csv`, in its order. */
export const INDEX_COLUMNS = [
  'id',
  'image',
  'source',
  'split',
  'width',
  'height',
  'organ',
  'sequence',
  'polyp',
  'mask',
  'boxes',
  'cleanliness',
  'landmark',
  'quality',
  'light',
  'licence',
] as const;
export type IndexColumn = (typeof INDEX_COLUMNS)[number];
export type IndexCells = Readonly<Record<IndexColumn, string>>;

const DIGITS = 5;
const round = (value: number): number => Number(value.toFixed(DIGITS));

/** What a doctor said of a frame as cells of an index: what was not said stays empty, "not known". Pure. */
export function cellsOf(
  correction: Correction,
): Pick<IndexCells, 'organ' | 'polyp' | 'boxes' | 'cleanliness' | 'landmark' | 'quality'> {
  const { organ, usable, cleanliness, caecum, lesions } = correction;
  const boxes = lesions?.map(
    ({ box: [x, y, w, h], type }): DrawnBox => [
      round(x),
      round(y),
      round(w),
      round(h),
      type === 'unknown' ? 'polyp' : type,
    ],
  );
  return {
    organ: organ ?? '',
    polyp: boxes === undefined ? '' : boxes.length > 0 ? '1' : '0',
    boxes: boxes === undefined ? '' : JSON.stringify(boxes),
    cleanliness: cleanliness ?? '',
    landmark: caecum === true ? 'caecum' : '',
    quality: usable === null ? '' : usable ? 'usable' : 'unusable',
  };
}

/** A frame of a round as a row; without a correction it is a picture of which nothing is known. Pure. */
export function indexCells(frame: {
  readonly id: string;
  readonly image: string;
  /** The recording: frames of one recording are never split between learning and judging. */
  readonly sequence: string;
  readonly width: number;
  readonly height: number;
  readonly correction: Correction | null;
}): IndexCells {
  const { id, image, sequence, width, height, correction } = frame;
  const said = correction === null ? null : cellsOf(correction);
  return {
    id,
    image,
    source: 'site',
    split: said === null ? 'unlabelled' : 'train',
    width: String(width),
    height: String(height),
    organ: said?.organ ?? '',
    sequence,
    polyp: said?.polyp ?? '',
    mask: '',
    boxes: said?.boxes ?? '',
    cleanliness: said?.cleanliness ?? '',
    landmark: said?.landmark ?? '',
    quality: said?.quality ?? '',
    light: '',
    licence: '',
  };
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One line of CSV, with its line end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;

/** The text of a row, in the order of the columns. */
export const indexLine = (cells: IndexCells): string => csvLine(INDEX_COLUMNS.map((column) => cells[column]));
