import type { ColonSegment, Organ, Phase } from '@haustra/domain';
import type { CoverageReading } from './coverage.js';
import type { Evidence } from './evidence.js';
import type { ClockReading } from './live-clock.js';

/** How things stand with one picture. */
export interface Situation {
  readonly evidence: Evidence;
  readonly phase: Phase | null;
  readonly organ: Organ | null;
  readonly caecumReached: boolean;
  /** A picture was saved there. */
  readonly caecumPictured: boolean;
  readonly paused: boolean;
  readonly clock: ClockReading;
  /** How much of the wall was seen; null or left out where nothing can be said. */
  readonly coverage?: Pick<CoverageReading, 'stretch'> | null;
  /** Null or left out where no segment is sure enough. */
  readonly segment?: ColonSegment | null;
}
