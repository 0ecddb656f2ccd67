import type { SizeClass } from '@haustra/domain';
import { LESION_SIZE } from './rules.js';

export interface SizeCall {
  readonly class: SizeClass;
  /** Probability of the class, 0..1, by the spread that rule `lesion-size` allows for. */
  readonly sure: number;
}

/**
 * The size class that an estimate in mm from so many frames speaks for; null where it is not sure enough, or from too few
 * frames. Rule `lesion-size`. Pure.
 */
export function sizeClass({ mm, frames }: { readonly mm: number; readonly frames: number }): SizeCall | null {
  const { diminutiveBelowMm, largeFromMm, logSpread, sureAbove, leastFrames } = LESION_SIZE.values;
  if (frames < leastFrames || !(mm > 0)) return null;
  const below = (bound: number): number => normal(Math.log(bound / mm) / logSpread);
  const diminutive = below(diminutiveBelowMm);
  const large = 1 - below(largeFromMm);
  const chances: readonly SizeCall[] = [
    { class: 'diminutive', sure: diminutive },
    { class: 'small', sure: Math.max(0, 1 - diminutive - large) },
    { class: 'large', sure: large },
  ];
  return chances.find(({ sure }) => sure >= sureAbove) ?? null;
}

/** Share of the normal distribution below `z`, to about 1e-7 (Abramowitz and Stegun, 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
