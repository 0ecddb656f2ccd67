import type { SiteSettings } from '@haustra/clinical';
import type {
  EventBody,
  JournalEntry,
  LesionsOff,
  ModelManifest,
  Ms,
  OperatingPoint,
  Organ,
  Phase,
  ShownLesion,
} from '@haustra/domain';
import type { LesionTracker } from '@haustra/vision';
import type { Journal } from '../journal/types.js';

type Started = Extract<EventBody, { type: 'started' }>;
type Ended = Extract<EventBody, { type: 'ended' }>;

/** What the session asks of a tracker; `LesionTracker` is the one in use. */
export type Tracker = Pick<LesionTracker, 'update' | 'setThreshold' | 'inView' | 'finish' | 'restore'>;
/** Makes the tracker at the operating point given; tests bring their own. */
export type TrackerMaker = (options: {
  readonly manifest: ModelManifest;
  readonly operatingPoint: OperatingPoint;
  readonly firstId: number;
}) => Tracker;

export interface StartOptions {
  readonly journal: Journal;
  readonly examId: string;
  readonly source: Started['source'];
  readonly model: Started['model'];
  readonly manifest: ModelManifest;
  readonly operatingPoint: OperatingPoint;
  /** ISO time by the station's clock; null for a recording, whose journal knows no wall clock. */
  readonly startedAt: string | null;
  /**
   * What reminders go by; the rules' own values where it is left out. The journal says what is different from them, and
   * the examination keeps to that, also after a resume.
   */
  readonly settings?: SiteSettings | undefined;
  readonly makeTracker?: TrackerMaker;
}

export interface ResumeOptions {
  /** As `openJournal` gives it; the state is taken from its entries. */
  readonly journal: Journal;
  /** The model that goes on with it; must be the one that the examination was started with. */
  readonly model: Started['model'];
  readonly manifest: ModelManifest;
  /** ISO time now, by the station's clock. */
  readonly resumedAt: string;
  readonly makeTracker?: TrackerMaker;
}

export interface FrameOutcome {
  readonly lesions: readonly ShownLesion[];
  /** Numbers of the lesions that are shown for the first time in the examination. */
  readonly firstSight: readonly number[];
  readonly organ: Organ | null;
  readonly phase: Phase | null;
  /** Why lesions are not looked for; null where they are. */
  readonly lesionsOff: LesionsOff | null;
  /** What this frame added to the journal. */
  readonly entries: readonly JournalEntry[];
}

export interface Photo {
  readonly atMs: Ms;
  /** Name relative to the examination's folder, such as `photos/lesion-1.jpg`. */
  readonly file: string;
  readonly frameId: number | null;
  readonly lesionId: number | null;
  /** Id of the place on the photo checklist (`photoPlaces`), where it is known. */
  readonly place?: string;
  readonly author: JournalEntry['author'];
}

export interface EndOptions {
  readonly reason: Ended['reason'];
  readonly framesIn: number;
  readonly framesAnalysed: number;
  readonly dropped: number;
  readonly atMs: Ms;
}
