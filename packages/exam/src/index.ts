/** One examination as it happens: frames in, events out; phase, clocks, journal, replay. */
export { examIdOf, foldExam } from './fold/exam.js';
export { foldLanes, type Lanes, type LesionBar, type RegionSpan, type Second } from './fold/lanes.js';
export { foldClocks, type Timeline, timeline } from './fold/timeline.js';
export { memoryJournal } from './journal/memory-journal.js';
export { JOURNAL_FILE, LOCK_FILE, SIGNATURE_FILE, TORN_FILE } from './journal/names.js';
export { createJournal, openJournal } from './journal/open.js';
export { readJournal } from './journal/read.js';
export { type Scan, scanJournal } from './journal/scan.js';
export { signJournal } from './journal/sign.js';
export { fingerprintOf, KEY_FILE, loadStationKey, type StationKey } from './journal/station-key.js';
export type { Journal, JournalItem, JournalOptions, Verification } from './journal/types.js';
export { type VerifyOptions, verifyJournal } from './journal/verify.js';
export { type PhotoNews, PhotoWatch } from './session/photo-watch.js';
export { type Restored, restore } from './session/restore.js';
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
