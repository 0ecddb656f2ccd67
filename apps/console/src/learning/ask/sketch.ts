import type { Box } from '@haustra/domain';

/** A box that is being drawn or reshaped and is not said yet; `at` is the box it replaces, null for a new one. */
export interface Sketch {
  readonly at: number | null;
  readonly box: Box;
}
