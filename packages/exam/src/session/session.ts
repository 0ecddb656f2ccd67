import {
  type FrameFindings,
  HaustraError,
  type JournalEntry,
  type Ms,
  type OperatingPoint,
  type Organ,
  type Phase,
} from '@haustra/domain';
import type { EndOptions, FrameOutcome, Photo, ResumeOptions, StartOptions } from './types.js';

const unbuilt = () => new HaustraError({ code: 'unsupported', message: 'the session is not built yet' });

/** One examination as it happens: findings in, events out. Synchronous; the journal writes behind. */
export class ExamSession {
  static start(_options: StartOptions): ExamSession {
    throw unbuilt();
  }
  /** @throws HaustraError `usage` when the examination has ended or was started with another model. */
  static resume(_options: ResumeOptions): ExamSession {
    throw unbuilt();
  }
  get examId(): string {
    throw unbuilt();
  }
  get entries(): readonly JournalEntry[] {
    throw unbuilt();
  }
  /** Examination time so far; after a resume the time at which it goes on (add the time since then, live). */
  get nowMs(): Ms {
    throw unbuilt();
  }
  get operatingPoint(): OperatingPoint {
    throw unbuilt();
  }
  get organ(): Organ | null {
    throw unbuilt();
  }
  get phase(): Phase | null {
    throw unbuilt();
  }
  onFrame(_findings: FrameFindings): FrameOutcome {
    throw unbuilt();
  }
  photo(_photo: Photo): JournalEntry {
    throw unbuilt();
  }
  pauseClock(_paused: boolean, _atMs: Ms): readonly JournalEntry[] {
    throw unbuilt();
  }
  setOperatingPoint(_to: OperatingPoint, _atMs: Ms): readonly JournalEntry[] {
    throw unbuilt();
  }
  analysisStopped(_reason: string, _atMs: Ms): readonly JournalEntry[] {
    throw unbuilt();
  }
  analysisResumed(_afterMs: Ms, _atMs: Ms): readonly JournalEntry[] {
    throw unbuilt();
  }
  recording(_started: boolean, _file: string, _atMs: Ms): JournalEntry {
    throw unbuilt();
  }
  /** Ends the examination and waits until all is on the disk; the journal is closed. */
  end(_options: EndOptions): Promise<void> {
    throw unbuilt();
  }
  /** Closes the journal and leaves the examination open, to be resumed (the station shuts down). */
  suspend(_atMs: Ms): Promise<void> {
    throw unbuilt();
  }
}
