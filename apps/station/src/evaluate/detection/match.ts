import { iou, type Rect } from '@haustra/domain';

/** A box with the model's score for it. */
export interface ScoredBox {
  readonly box: Rect;
  readonly score: number;
}

/** COCO looks at no more than this many boxes a picture. */
const MOST_BOXES = 100;

/** The IoU steps of COCO's AP50-95. */
export const COCO_STEPS: readonly number[] = Array.from({ length: 10 }, (_, step) => (50 + 5 * step) / 100);

/** One picture's boxes against its lesions. */
export interface MatchedPicture {
  readonly lesions: number;
  /** Scores of the boxes, best first. */
  readonly scores: readonly number[];
  /** For each IoU step, for each box in that order: the lesion that it found, or -1. */
  readonly found: readonly Int16Array[];
}

/**
 * Gives each box, best score first, the free lesion that it overlaps most, if the overlap reaches the step (the rule
 * of COCO). A lesion is found once; a second box on it is a false box.
 * @param lesions the drawn boxes of the picture
 * @param boxes the model's boxes of the same picture, in any order
 */
export function matchPicture(
  lesions: readonly Rect[],
  boxes: readonly ScoredBox[],
  steps: readonly number[] = COCO_STEPS,
): MatchedPicture {
  const best = [...boxes].sort((a, b) => b.score - a.score).slice(0, MOST_BOXES);
  const overlaps = best.map(({ box }) => lesions.map((lesion) => iou(box, lesion)));
  const found = steps.map((step) => {
    const taken = new Set<number>();
    return Int16Array.from(overlaps, (row) => {
      let choice = -1;
      let most = Math.min(step, 1 - 1e-10);
      for (const [lesion, overlap] of row.entries()) {
        if (taken.has(lesion) || overlap < most) continue;
        most = overlap;
        choice = lesion;
      }
      if (choice >= 0) taken.add(choice);
      return choice;
    });
  });
  return { lesions: lesions.length, scores: best.map((b) => b.score), found };
}
