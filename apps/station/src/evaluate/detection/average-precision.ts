import type { Weights } from '@haustra/learning';
import type { MatchedPicture } from './match.js';

const RECALL_POINTS = 101;

export interface CurvePoint {
  readonly score: number;
  readonly recall: number;
  readonly precision: number;
}

interface Ranked {
  /** Boxes of all pictures, best score first: the picture of each, and its score. */
  readonly picture: Int32Array;
  readonly score: Float64Array;
  /** For each IoU step, 1 where the box found a lesion. */
  readonly hit: readonly Uint8Array[];
  readonly lesions: readonly number[];
}

/**
 * Average precision over a set of pictures, prepared once and then cheap for any weights of the pictures.
 * COCO's definition: precision made non-increasing, read at 101 recalls 0, 0.01, … 1, and averaged.
 */
export class AveragePrecision {
  readonly #ranked: Ranked;
  /** Reused in every call: cumulative recall and precision after each box. */
  readonly #recall: Float64Array;
  readonly #precision: Float64Array;

  /** @param pictures all pictures of the set, those without a lesion too: their boxes count as false */
  constructor(pictures: readonly MatchedPicture[]) {
    this.#ranked = rank(pictures);
    this.#recall = new Float64Array(this.#ranked.score.length);
    this.#precision = new Float64Array(this.#ranked.score.length);
  }

  /** AP at one IoU step, 0..1; null where the weighted set holds no lesion. */
  at(step: number, weights?: Weights): number | null {
    const { hit, picture, lesions } = this.#ranked;
    let all = 0;
    for (const [index, count] of lesions.entries()) all += count * (weights?.[index] ?? 1);
    if (all === 0) return null;
    const hits = hit[step];
    if (hits === undefined) throw new RangeError(`no IoU step ${step}`);
    let right = 0;
    let wrong = 0;
    for (let box = 0; box < hits.length; box++) {
      const weight = weights === undefined ? 1 : (weights[picture[box] ?? 0] ?? 0);
      if (hits[box] === 1) right += weight;
      else wrong += weight;
      this.#recall[box] = right / all;
      this.#precision[box] = right + wrong === 0 ? 0 : right / (right + wrong);
    }
    return this.#meanOfSteps();
  }

  /** Mean of AP over all IoU steps; null where the weighted set holds no lesion. */
  mean(weights?: Weights): number | null {
    let sum = 0;
    for (let step = 0; step < this.#ranked.hit.length; step++) {
      const value = this.at(step, weights);
      if (value === null) return null;
      sum += value;
    }
    return sum / this.#ranked.hit.length;
  }

  /** The precision–recall curve at one IoU step as it was measured, one point a box, best score first. */
  curve(step: number): CurvePoint[] {
    if (this.at(step) === null) return [];
    return Array.from(this.#ranked.score, (score, box) => ({
      score,
      recall: this.#recall[box] ?? 0,
      precision: this.#precision[box] ?? 0,
    }));
  }

  /** Walks back from the last box: at each recall point the best precision at that recall or beyond. */
  #meanOfSteps(): number {
    let sum = 0;
    let best = 0;
    let box = this.#recall.length - 1;
    for (let point = RECALL_POINTS - 1; point >= 0; point--) {
      const wanted = point / (RECALL_POINTS - 1) - 1e-9;
      for (; box >= 0 && (this.#recall[box] ?? 0) >= wanted; box--) {
        best = Math.max(best, this.#precision[box] ?? 0);
      }
      sum += best;
    }
    return sum / RECALL_POINTS;
  }
}

function rank(pictures: readonly MatchedPicture[]): Ranked {
  const boxes = pictures.flatMap((p, picture) => p.scores.map((score, box) => ({ picture, box, score })));
  boxes.sort((a, b) => b.score - a.score);
  const steps = pictures[0]?.found.length ?? 0;
  return {
    picture: Int32Array.from(boxes, (b) => b.picture),
    score: Float64Array.from(boxes, (b) => b.score),
    hit: Array.from({ length: steps }, (_, step) =>
      Uint8Array.from(boxes, (b) => ((pictures[b.picture]?.found[step]?.[b.box] ?? -1) >= 0 ? 1 : 0)),
    ),
    lesions: pictures.map((p) => p.lesions),
  };
}
