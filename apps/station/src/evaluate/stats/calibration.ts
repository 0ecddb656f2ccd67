import type { Scored } from './auc.js';

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean score of the items in the bin. */
  readonly said: number;
  /** Share of the items in the bin that are positive. */
  readonly true: number;
}

export interface Calibration {
  /** Expected calibration error, 0 (honest probabilities) to 1. */
  readonly ece: number;
  readonly n: number;
  /** The bins that hold anything, in rising order. */
  readonly bins: readonly CalibrationBin[];
}

/**
 * How honest probabilities are: expected calibration error over bins of equal width (Guo et al., ICML 2017).
 * @param items scores in 0..1 with what was true
 * @returns null where there are no items
 */
export function calibration(items: readonly Scored[], binCount = 10): Calibration | null {
  if (items.length === 0) return null;
  const bins: CalibrationBin[] = [];
  let ece = 0;
  for (let bin = 0; bin < binCount; bin++) {
    const inside = items.filter((i) => Math.min(binCount - 1, Math.floor(i.score * binCount)) === bin);
    if (inside.length === 0) continue;
    const said = inside.reduce((sum, i) => sum + i.score, 0) / inside.length;
    const truly = inside.filter((i) => i.positive).length / inside.length;
    bins.push({ from: bin / binCount, to: (bin + 1) / binCount, n: inside.length, said, true: truly });
    ece += (inside.length / items.length) * Math.abs(said - truly);
  }
  return { ece, n: items.length, bins };
}
