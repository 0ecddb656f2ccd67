import {
  type BbpsReading,
  type BbpsScore,
  type ClockReading,
  type CoverageReading,
  type KeptPhoto,
  lesionsOff,
  type WhereReading,
} from '@haustra/clinical';
import {
  type AlarmKind,
  type Author,
  type CaecumWord,
  type ColonRegion,
  type ColonSegment,
  type EventBody,
  type FrameFindings,
  type FrameSigns,
  type JournalEntry,
  type LesionsOff,
  type ModelManifest,
  type Ms,
  ms,
  type OperatingPoint,
  type Organ,
  type Phase,
  type PromptMute,
} from '@haustra/domain';
import { LesionTracker } from '@haustra/vision';
import { isTraining } from '../fold/training.js';
import type { Journal } from '../journal/types.js';
import { Companion } from './companion.js';
import { endedError, noPhotoError, otherModelError, overError } from './errors.js';
import { evidenceOf, Follower } from './follower.js';
import { LesionBook } from './lesion-book.js';
import { type Restored, restore } from './restore.js';
import { settingsOf, settingsSaid } from './settings.js';
import type {
  EndOptions,
  FrameOutcome,
  Photo,
  ResumeOptions,
  StartOptions,
  Tracker,
  TrackerMaker,
} from './types.js';
import { FrameWindow } from './window.js';

const CHECKPOINT_MS = 2000;

/**
 * One examination as it happens: findings in, events out. Holds no clock of its own: every time comes with the frames
 * and calls. Synchronous; the journal writes behind, and a disk that fails never stops a frame.
 */
export class ExamSession {
  readonly examId: string;
  readonly #journal: Journal;
  readonly #manifest: ModelManifest;
  readonly #tracker: Tracker;
  readonly #window = new FrameWindow();
  readonly #book = new LesionBook();
  readonly #follower: Follower;
  readonly #companion: Companion;
  #nowMs: number;
  #operatingPoint: OperatingPoint;
  #paused: boolean;
  #stopped: boolean;
  #checkpointMs = 0;
  #over = false;

  private constructor(
    journal: Journal,
    manifest: ModelManifest,
    state: Restored,
    nowMs: number,
    makeTracker: TrackerMaker = lesionTracker,
  ) {
    this.examId = state.started.examId;
    this.#journal = journal;
    this.#manifest = manifest;
    this.#follower = new Follower(state);
    this.#companion = new Companion(journal.entries, settingsOf(state.started));
    this.#nowMs = nowMs;
    this.#checkpointMs = nowMs;
    this.#operatingPoint = state.operatingPoint;
    this.#paused = state.paused;
    this.#stopped = state.stopped;
    const summaries = [...state.lesions.values()];
    const firstId = 1 + Math.max(0, ...state.lesions.keys());
    this.#tracker = makeTracker({ manifest, operatingPoint: state.operatingPoint, firstId });
    if (summaries.length > 0) this.#tracker.restore(summaries);
    // What the journal says already need not be said again.
    this.#book.updates(summaries);
  }

  /** Starts an examination on an empty journal. @throws HaustraError `usage` when the journal is not empty. */
  static start(options: StartOptions): ExamSession {
    const { journal, examId, source, model, operatingPoint, startedAt, settings } = options;
    if (journal.entries.length > 0) throw overError(examId);
    const said = settings ? settingsSaid(settings) : {};
    const event: EventBody = { type: 'started', examId, source, model, operatingPoint, startedAt, ...said };
    journal.append([{ atMs: 0, author: 'station', event }]);
    return new ExamSession(journal, options.manifest, restore(journal.entries), 0, options.makeTracker);
  }

  /**
   * Goes on with an examination that was cut off. Lesions keep their numbers, and live examination time goes on by the
   * station's clock (see `nowMs`).
   * @throws HaustraError `usage` when it has ended, or was started with another model; `journal-broken`.
   */
  static resume(options: ResumeOptions): ExamSession {
    const { journal, model, resumedAt } = options;
    const state = restore(journal.entries);
    if (state.ended) throw endedError(state.started.examId);
    const { started } = state;
    if (started.model.sha256 !== model.sha256) throw otherModelError(started.examId, started.model);
    const since =
      started.startedAt === null ? Number.NaN : Date.parse(resumedAt) - Date.parse(started.startedAt);
    const nowMs = Number.isFinite(since) ? Math.max(state.lastMs, since) : state.lastMs;
    const event: EventBody = { type: 'resumed', resumedAt, tornBytes: journal.tornBytes };
    journal.append([{ atMs: nowMs, author: 'station', event }]);
    const { manifest, makeTracker } = options;
    return new ExamSession(journal, manifest, { ...state, stopped: false }, nowMs, makeTracker);
  }

  get entries(): readonly JournalEntry[] {
    return this.#journal.entries;
  }

  /** Latest examination time; right after a resume the time at which the examination goes on. */
  get nowMs(): Ms {
    return ms(this.#nowMs);
  }

  get operatingPoint(): OperatingPoint {
    return this.#operatingPoint;
  }

  get organ(): Organ | null {
    return this.#follower.organ;
  }

  get phase(): Phase | null {
    return this.#follower.phase;
  }

  /** By what the engine saw, or by the doctor's word, which wins. */
  get caecumReached(): boolean {
    return this.#follower.caecumReached;
  }

  /** It holds by the doctor's word alone. */
  get caecumByDoctor(): boolean {
    return this.#follower.caecumByDoctor;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** The clocks as they stand at the latest frame or event. */
  get clock(): ClockReading {
    return this.#companion.clock;
  }

  /** Where in the colon the scope is, and how sure that is. */
  get where(): WhereReading {
    return this.#companion.where;
  }

  /** The preparation so far: the engine's scores and the doctor's. */
  get cleanliness(): BbpsReading {
    return this.#companion.cleanliness;
  }

  /** How much of the wall was seen on the way back; null where nothing can be said. */
  get coverage(): CoverageReading | null {
    return this.#companion.coverage;
  }

  /** The photos that stand. */
  get photos(): readonly KeptPhoto[] {
    return this.#companion.photos;
  }

  /** What holds now and is shown without a word: a withdrawal that is too fast, a slip. */
  get alarms(): readonly AlarmKind[] {
    return this.#companion.alarms;
  }

  /** What is not raised. */
  get muted(): PromptMute {
    return this.#companion.muted;
  }

  /** From which speed drawn back a withdrawal is fast, by the site. */
  get paceLimit(): number {
    return this.#companion.paceLimit;
  }

  /** Reminders for those who learn are wanted. */
  get guidance(): boolean {
    return this.#companion.guidance;
  }

  /** Takes in what the model found in one frame, and what else was measured of it. After the end a late frame changes nothing. */
  onFrame(findings: FrameFindings, signs: FrameSigns = {}): FrameOutcome {
    if (this.#over) return { lesions: [], firstSight: [], entries: [], ...this.#where() };
    const { timeMs } = findings;
    const evidence = evidenceOf(findings, signs);
    const summary = this.#window.add(findings, signs);
    const followed = this.#follower.picture(evidence);
    const where = this.#where();
    const looked = where.lesionsOff === null ? findings : { ...findings, lesions: [] };
    const update = this.#tracker.update(looked, signs);
    const events = [
      ...(summary ? [summary] : []),
      ...followed,
      ...this.#book.events(update),
      ...this.#checkpoint(timeMs, update.shown.length > 0),
    ];
    this.#companion.goOn(timeMs);
    const written = this.#append(events, timeMs, 'engine');
    const said = this.#append(this.#companion.prompts(evidence, this.#standing()), timeMs, 'engine');
    return {
      lesions: update.shown,
      firstSight: update.firstSight,
      entries: [...written, ...said],
      ...where,
    };
  }

  #standing() {
    const { phase, organ, paused, caecumReached } = this;
    return { phase, organ, paused, caecumReached };
  }

  #where(): { organ: Organ | null; phase: Phase | null; lesionsOff: LesionsOff | null } {
    const { organ, phase } = this;
    return { organ, phase, lesionsOff: lesionsOff(phase, organ) };
  }

  /** What is known of the lesions in view, now and then, so that a crash does not lose it. */
  #checkpoint(timeMs: number, lesionsInView: boolean): EventBody[] {
    if (!lesionsInView || timeMs - this.#checkpointMs < CHECKPOINT_MS) return [];
    this.#checkpointMs = timeMs;
    return this.#book.updates(this.#tracker.inView());
  }

  /**
   * The doctor confirms the caecum, refuses what the engine saw, or takes back the word; it wins over the engine. Saying
   * the same twice does nothing. @throws HaustraError `usage` after the end.
   */
  judgeCaecum(word: CaecumWord, atMs: Ms): readonly JournalEntry[] {
    if (this.#over) throw overError(this.examId);
    const events = this.#follower.judge(word);
    return events.length === 0 ? [] : this.#say(events, atMs, 'doctor');
  }

  /** Which prompts are not raised: all, some kinds, or none (an empty list). @throws HaustraError `usage` after the end. */
  mutePrompts(muted: PromptMute, atMs: Ms): readonly JournalEntry[] {
    const list = muted === 'all' ? muted : [...muted];
    return this.#say([{ type: 'prompts-muted', muted: list }], atMs, 'doctor');
  }

  /** Reminders for those who learn, from now on or no longer; wins over the site's setting. @throws HaustraError `usage` after the end. */
  askGuidance(wanted: boolean, atMs: Ms): readonly JournalEntry[] {
    return wanted === this.guidance ? [] : this.#say([{ type: 'guidance-asked', wanted }], atMs, 'doctor');
  }

  /** Held for practice from now on, or no longer; saying so twice does nothing. @throws HaustraError `usage` after the end. */
  setTraining(on: boolean, atMs: Ms): readonly JournalEntry[] {
    if (on === isTraining(this.entries)) return [];
    return this.#say([{ type: 'training-mode', on }], atMs, 'doctor');
  }

  /** The doctor's score of a segment; null takes it back. The engine's is kept. @throws HaustraError `usage` after the end. */
  overruleBbps(segment: ColonRegion, score: BbpsScore | null, atMs: Ms): readonly JournalEntry[] {
    return this.#say([{ type: 'bbps-overruled', segment, score }], atMs, 'doctor');
  }

  /** The doctor says where the scope is. @throws HaustraError `usage` after the end. */
  correctPlace(place: ColonRegion | ColonSegment, atMs: Ms): readonly JournalEntry[] {
    return this.#say([{ type: 'place-corrected', place }], atMs, 'doctor');
  }

  /** A photo was saved. @throws HaustraError `usage` after the end. */
  photo({ atMs, author, ...photo }: Photo): readonly JournalEntry[] {
    return this.#say([{ type: 'photo-taken', ...photo }], atMs, author);
  }

  /**
   * The doctor says what a photo shows; null takes back what was said.
   * @throws HaustraError `not-found` where there is no such photo, `usage` after the end.
   */
  placePhoto(file: string, place: string | null, atMs: Ms): readonly JournalEntry[] {
    this.#mustStand(file);
    return this.#say([{ type: 'photo-placed', file, place }], atMs, 'doctor');
  }

  /** A photo does not count any more; its file stays. @throws HaustraError as `placePhoto`. */
  dropPhoto(file: string, atMs: Ms): readonly JournalEntry[] {
    this.#mustStand(file);
    return this.#say([{ type: 'photo-dropped', file }], atMs, 'doctor');
  }

  #mustStand(file: string): void {
    if (!this.photos.some((photo) => photo.file === file)) throw noPhotoError(file);
  }

  /** The doctor stops the clock or lets it go on; saying so twice does nothing. @throws HaustraError `usage` after the end. */
  pauseClock(paused: boolean, atMs: Ms): readonly JournalEntry[] {
    if (paused === this.#paused) return [];
    this.#paused = paused;
    const event: EventBody = paused ? { type: 'clock-paused', reason: 'doctor' } : { type: 'clock-resumed' };
    return this.#say([event], atMs, 'doctor');
  }

  /** Switches between A and B, at once. @throws HaustraError `usage` after the end. */
  setOperatingPoint(to: OperatingPoint, atMs: Ms): readonly JournalEntry[] {
    if (to === this.#operatingPoint) return [];
    this.#operatingPoint = to;
    this.#tracker.setThreshold(this.#manifest.operatingPoints[to].show);
    return this.#say([{ type: 'operating-point-changed', to }], atMs, 'doctor');
  }

  /** The analysis stopped (worker lost, no frames, …). @throws HaustraError `usage` after the end. */
  analysisStopped(reason: string, atMs: Ms): readonly JournalEntry[] {
    if (this.#stopped) return [];
    this.#stopped = true;
    const summary = this.#window.take();
    return this.#say([...(summary ? [summary] : []), { type: 'analysis-stopped', reason }], atMs, 'station');
  }

  /** The analysis runs again, `afterMs` after it stopped. @throws HaustraError `usage` after the end. */
  analysisResumed(afterMs: Ms, atMs: Ms): readonly JournalEntry[] {
    if (!this.#stopped) return [];
    this.#stopped = false;
    return this.#say([{ type: 'analysis-resumed', afterMs }], atMs, 'station');
  }

  /** Recording of the picture began or stopped. @throws HaustraError `usage` after the end. */
  recording(started: boolean, file: string, atMs: Ms): readonly JournalEntry[] {
    return this.#say([{ type: started ? 'recording-started' : 'recording-stopped', file }], atMs, 'doctor');
  }

  /**
   * Ends the examination, waits until all is on the disk and closes the journal.
   * @throws HaustraError `usage` when it has ended already; `unwritable` when the journal could not be written.
   */
  async end(options: EndOptions): Promise<void> {
    const { atMs, reason, framesIn, framesAnalysed, dropped } = options;
    this.#say(
      [...this.#rest(), { type: 'ended', reason, framesIn, framesAnalysed, dropped }],
      atMs,
      'station',
    );
    this.#over = true;
    await this.#journal.close();
  }

  /**
   * Writes down what is known, closes the journal and leaves the examination open: the station goes down, or the
   * connection is lost for good. It can be resumed.
   * @throws HaustraError `usage` when it has ended already; `unwritable`.
   */
  async suspend(atMs: Ms): Promise<void> {
    this.#say(this.#rest(), atMs, 'engine');
    this.#over = true;
    await this.#journal.close();
  }

  #rest(): EventBody[] {
    const summary = this.#window.take();
    return [...(summary ? [summary] : []), ...this.#book.updates(this.#tracker.finish())];
  }

  #say(events: readonly EventBody[], atMs: number, author: Author): JournalEntry[] {
    if (this.#over) throw overError(this.examId);
    return this.#append(events, atMs, author);
  }

  #append(events: readonly EventBody[], atMs: number, author: Author): JournalEntry[] {
    this.#nowMs = Math.max(this.#nowMs, atMs);
    if (events.length === 0) return [];
    const entries = this.#journal.append(events.map((event) => ({ atMs, author, event })));
    this.#companion.take(entries);
    return entries;
  }
}

const lesionTracker: TrackerMaker = ({ manifest, operatingPoint, firstId }) =>
  new LesionTracker({
    operatingPoints: manifest.operatingPoints,
    operatingPoint,
    typeCall: manifest.typeCall,
    firstId,
  });
