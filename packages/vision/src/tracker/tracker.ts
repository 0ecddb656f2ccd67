import { type FrameFindings, HaustraError } from '@haustra/domain';
import type { LesionSummary, TrackerOptions, TrackerUpdate } from './types.js';

const unbuilt = () => new HaustraError({ code: 'unsupported', message: 'the tracker is not built yet' });

/** Gives one polyp one number. */
export class LesionTracker {
  constructor(_options: TrackerOptions) {}
  update(_findings: FrameFindings): TrackerUpdate {
    throw unbuilt();
  }
  setThreshold(_show: number): void {
    throw unbuilt();
  }
  finish(): LesionSummary[] {
    throw unbuilt();
  }
  restore(_summaries: readonly LesionSummary[]): void {
    throw unbuilt();
  }
}
