import { clip, iou, type Rect } from '@haustra/domain';

/** Candidates below this score are not worth a word. */
export const LEAST_SCORE = 0.01;
/** At most this many candidates a picture; far more than lesions, and it bounds every later step. */
export const MOST_CANDIDATES = 100;

/** One cell's box after non-maximum suppression, in fractions of the visible field. */
export interface Candidate {
  readonly cell: number;
  readonly box: Rect;
  readonly score: number;
}

/**
 * Greedy non-maximum suppression over the cells' boxes: best first, a box goes where it overlaps a better one by more
 * than `nmsIou`. Boxes are cut to the field; what has no area is no candidate.
 * @param boxes `x1,y1,x2,y2` a cell, in fractions of the field
 */
export function pickCandidates(boxes: Float32Array, scores: Float32Array, nmsIou: number): Candidate[] {
  const order: number[] = [];
  for (let cell = 0; cell < scores.length; cell++) if ((scores[cell] ?? 0) >= LEAST_SCORE) order.push(cell);
  order.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const kept: Candidate[] = [];
  for (const cell of order) {
    const box = boxOf(boxes, cell);
    if (box.w <= 0 || box.h <= 0 || kept.some((k) => iou(k.box, box) > nmsIou)) continue;
    kept.push({ cell, box, score: Math.min(1, scores[cell] ?? 0) });
    if (kept.length === MOST_CANDIDATES) break;
  }
  return kept;
}

function boxOf(boxes: Float32Array, cell: number): Rect {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes.subarray(cell * 4, cell * 4 + 4);
  return clip({ x: x1, y: y1, w: Math.max(0, x2 - x1), h: Math.max(0, y2 - y1) });
}
