import type { Estimate } from '@haustra/learning';
import type { Calibration } from './stats/calibration.js';
import type { Proportion } from './stats/wilson.js';

/** What stands where nothing was measured. */
export const UNKNOWN = '–';

/** A measured value with its interval, such as `0.912 (0.87–0.94)`. */
export function withInterval(estimate: Estimate | Proportion | null | undefined): string {
  if (estimate === null || estimate === undefined) return UNKNOWN;
  const { value, low, high } = estimate;
  const interval = low === null || high === null ? '' : ` (${low.toFixed(2)}–${high.toFixed(2)})`;
  return `${value.toFixed(3)}${interval}`;
}

/** A share with its interval and counts, such as `0.950 (0.89–0.98) 95/100`. */
export function withCounts(share: Proportion | null | undefined): string {
  return share === null || share === undefined ? UNKNOWN : `${withInterval(share)} ${share.hits}/${share.n}`;
}

/** An ECE and the one that honest probabilities would show by chance (where known), such as `0.097 / 0.061`. */
export function withChance(calibration: Calibration | null | undefined): string {
  return calibration === null || calibration === undefined
    ? UNKNOWN
    : `${number(calibration.ece)} / ${number(calibration.eceByChance)}`;
}

/** A number with so many digits, or the dash. */
export function number(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? UNKNOWN : value.toFixed(digits);
}
