import { seededRandom } from '@haustra/learning';
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
  /** The ECE that perfectly honest probabilities would show on so few items (mean over simulated outcomes); null in files of earlier versions. */
  readonly eceByChance: number | null;
  readonly n: number;
  /** The bins that hold anything, in rising order. */
  readonly bins: readonly CalibrationBin[];
}

/** Simulated outcomes for `eceByChance`: enough for its third digit. */
const SIMULATIONS = 200;

/**
 * How honest probabilities are: expected calibration error over bins of equal width (Guo et al., ICML 2017).
 * @param items scores in 0..1 with what was true
 * @returns null where there are no items
 */
export function calibration(items: readonly Scored[], binCount = 10): Calibration | null {
  if (items.length === 0) return null;
  const binned = Array.from({ length: binCount }, (): Scored[] => []);
  for (const item of items) binned[Math.min(binCount - 1, Math.floor(item.score * binCount))]?.push(item);
  const bins = binned.flatMap((inside, bin): CalibrationBin[] => {
    const n = inside.length;
    if (n === 0) return [];
    const said = inside.reduce((sum, i) => sum + i.score, 0) / n;
    const truly = inside.filter((i) => i.positive).length / n;
    return [{ from: bin / binCount, to: (bin + 1) / binCount, n, said, true: truly }];
  });
  const ece = bins.reduce((sum, b) => sum + (b.n / items.length) * Math.abs(b.said - b.true), 0);
  return { ece, eceByChance: eceByChance(binned, items.length), n: items.length, bins };
}

/** Mean ECE where each item is drawn positive with the very probability that its score says. */
function eceByChance(binned: readonly (readonly Scored[])[], n: number): number {
  const random = seededRandom(1);
  let sum = 0;
  for (let round = 0; round < SIMULATIONS; round++) {
    for (const inside of binned) {
      let off = 0;
      for (const { score } of inside) off += score - (random() < score ? 1 : 0);
      sum += Math.abs(off) / n;
    }
  }
  return sum / SIMULATIONS;
}
