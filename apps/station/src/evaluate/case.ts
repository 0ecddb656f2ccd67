import { fromBox, type IndexRow, type Prediction, type Rect } from '@haustra/domain';
import type { MaskOverlap } from './mask.js';

/** One picture of the index with what the model said of it. */
export interface Case {
  readonly row: IndexRow;
  readonly prediction: Prediction;
  /** How the predicted mask lies on the drawn one; null where none is drawn or none was predicted. */
  readonly mask: MaskOverlap | null;
}

/** Cases that belong together when drawing at random: a sequence, or the picture by itself. */
export const groupOf = ({ row }: Case): string =>
  row.sequence === null ? `picture ${row.source} ${row.id}` : `sequence ${row.source} ${row.sequence}`;

/** The drawn lesions, or null where nobody drew (unknown is never "none"). */
export const lesionsOf = ({ row }: Case): readonly Rect[] | null =>
  row.boxes?.map(([x, y, w, h]) => fromBox([x, y, w, h])) ?? null;

/** True where somebody looked and found no lesion; false where there is one; null where it is not known. */
export function lesionFree({ row }: Case): boolean | null {
  if (row.polyp !== null) return !row.polyp;
  return row.boxes === null ? null : row.boxes.length === 0;
}
