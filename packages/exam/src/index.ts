/** One examination as it happens: frames in, events out; phase, clocks, journal, replay. */
export * from './api-stub.js';
export type { Journal, JournalItem, JournalOptions, Verification } from './journal/types.js';
export { ExamSession } from './session/session.js';
export type {
  EndOptions,
  FrameOutcome,
  Photo,
  ResumeOptions,
  StartOptions,
  Tracker,
  TrackerMaker,
} from './session/types.js';
