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

/**
 * True for a picture of the colon in which nobody looked for lesions. Most such pictures hold none, but that is not
 * known of any one of them: a box on one is more often wrong than right, and never counted as wrong.
 */
export const isUnsearched = (item: Case): boolean => item.row.organ === 'colon' && lesionFree(item) === null;

/** True where somebody looked and found no lesion; false where there is one; null where it is not known. */
export function lesionFree({ row }: Case): boolean | null {
  if (row.polyp !== null) return !row.polyp;
  return row.boxes === null ? null : row.boxes.length === 0;
}
