import { BBPS_ADEQUACY } from './rules.js';

export type BbpsScore = 0 | 1 | 2 | 3;

/** Boston Bowel Preparation Scale by segment; null where a segment was not scored. */
export interface BbpsSegments {
  readonly right: BbpsScore | null;
  readonly transverse: BbpsScore | null;
  readonly left: BbpsScore | null;
}

export interface BbpsResult {
  /** 0..9; null without all three segments or without the caecum. */
  readonly total: number | null;
  /** Null where there is no total to judge. */
  readonly adequate: boolean | null;
  readonly rule: typeof BBPS_ADEQUACY.id;
}

/** Total and adequacy of the preparation. Segments that were not scored are never filled in. Rule `bbps-adequacy`. */
export function bbps(segments: BbpsSegments, caecumReached: boolean): BbpsResult {
  const { right, transverse, left } = segments;
  const rule = BBPS_ADEQUACY.id;
  if (!caecumReached || right === null || transverse === null || left === null) {
    return { total: null, adequate: null, rule };
  }
  const total = right + transverse + left;
  const { minTotal, minSegment } = BBPS_ADEQUACY.values;
  return { total, adequate: total >= minTotal && Math.min(right, transverse, left) >= minSegment, rule };
}
