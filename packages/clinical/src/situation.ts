import type { Organ, Phase } from '@haustra/domain';
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
}
