import type { Weights } from '../stats/bootstrap.js';

/** The value of a measure for given weights, one weight a picture of the quantity; null where it is undefined. */
export type Statistic = (weights: Weights) => number | null;

/** One thing that two models are compared by, on the same pictures. Higher is better. */
export interface GateQuantity {
  /** `lesion`, `outline`, `type`, `organ`, `usable`, `cleanliness`, `caecum`. */
  readonly head: string;
  readonly measure: string;
  /** `all`, or `kind:value`. */
  readonly subgroup: string;
  /** Things that the measure counts: lesions, or pictures. */
  readonly n: number;
  /** Of a measure that tells two classes apart, the things of the rarer one; else `n`. */
  readonly rarer: number;
  /** For each picture that the measure looks at, what it is drawn with: its sequence, or itself. */
  readonly groups: readonly string[];
  readonly before: Statistic;
  readonly after: Statistic;
}

export interface GateOptions {
  /** Draws of the bootstrap for each quantity. */
  readonly rounds: number;
  readonly seed: number;
  /** Pass also where nothing is better beyond noise. */
  readonly acceptEqual: boolean;
}
