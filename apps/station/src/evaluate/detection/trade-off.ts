import type { Case } from '../case.js';
import { atOperatingPoint } from './operating.js';

/** What one threshold on the score would give. */
export interface TradeOffPoint {
  readonly threshold: number;
  readonly lesionSensitivity: number | null;
  readonly specificity: number | null;
  readonly falseBoxesPerPicture: number | null;
  readonly falseBoxesPerCleanPicture: number | null;
}

const THRESHOLDS = [
  0.01,
  0.02,
  0.03,
  0.04,
  ...Array.from({ length: 19 }, (_, i) => (i + 1) / 20),
  0.97,
  0.99,
];

/**
 * Sensitivity against false boxes for thresholds from 0.01 to 0.99. It shows what the choice of the threshold costs;
 * the model's own thresholds were set elsewhere, and choosing one here would be tuning on these pictures.
 */
export function tradeOff(cases: readonly Case[]): TradeOffPoint[] {
  return THRESHOLDS.map((threshold) => {
    const at = atOperatingPoint(cases, (lesion) => lesion.score >= threshold);
    return {
      threshold,
      lesionSensitivity: at.lesions?.value ?? null,
      specificity: at.specificity?.value ?? null,
      falseBoxesPerPicture: at.falseBoxesPerPicture,
      falseBoxesPerCleanPicture: at.falseBoxesPerCleanPicture,
    };
  });
}
