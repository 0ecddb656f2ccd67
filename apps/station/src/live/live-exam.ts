import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BbpsScore, isPhotoPlace } from '@haustra/clinical';
import {
  type AnalysisFrame,
  type Author,
  type CaecumWord,
  type ColonPlace,
  type ColonRegion,
  type EventBody,
  type FrameFindings,
  frameId,
  HaustraError,
  type JournalEntry,
  type Ms,
  ms,
  type OperatingPoint,
  type PromptMute,
  px,
  type ServerMessage,
  type WireFrame,
} from '@haustra/domain';
import {
  type ExamSession,
  foldExam,
  type Journal,
  PhotoWatch,
  type StationKey,
  signJournal,
} from '@haustra/exam';
import { writeFileAtomic } from '@haustra/store';
import { type AnalyserState, type Scene, SceneWatch, signsOf } from '@haustra/vision';
import { PerformanceMeter, performanceFromJournal } from '../exams/performance.js';
import { EXAM_FILE } from '../exams/shelf.js';
import type { ExamClock } from './exam-clock.js';
import { Recording } from './recording.js';
import { resultMessage, standingOf } from './result.js';
import { rgbOf } from './rgb.js';

type EndReason = Extract<EventBody, { type: 'ended' }>['reason'];
type Offer = (frame: AnalysisFrame) => Promise<FrameFindings | 'dropped'>;

export interface LiveExamParts {
  readonly folder: string;
  readonly session: ExamSession;
  readonly journal: Journal;
  readonly clock: ExamClock;
  readonly offer: Offer;
  readonly key: StationKey;
}

/** What a photo was taken of, as far as the console knows. */
export interface PhotoOf {
  readonly frameId: number | null;
  readonly captureMs: number | null;
  readonly lesionId: number | null;
  /** What it shows, where that is known. */
  readonly place?: string | undefined;
  /** `engine` for the still that a result told the console to take. */
  readonly author: Extract<Author, 'doctor' | 'engine'>;
}

/** One open examination: frames in, results out, everything into its journal. Knows nothing of sockets. */
export class LiveExam {
  readonly meter = new PerformanceMeter();
  readonly #watch = new SceneWatch();
  readonly #photoWatch: PhotoWatch;
  /** Places of which the console was told to store the still that it holds. */
  readonly #asked = new Set<string>();
  readonly #parts: LiveExamParts;
  readonly #startedAt = performance.now();
  #seenMs = 0;
  #recording: Recording | null = null;
  #stoppedAt: number | null = null;
  #photos: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** A journal that already holds entries is that of a resumed examination; its frames count on. */
  constructor(parts: LiveExamParts) {
    this.#parts = parts;
    this.#photoWatch = new PhotoWatch(parts.session);
    const { framesIn, framesAnalysed, dropped } = performanceFromJournal(parts.journal.entries);
    Object.assign(this.meter, { framesIn, framesAnalysed, dropped });
  }

  get id(): string {
    return this.#parts.session.examId;
  }

  get folder(): string {
    return this.#parts.folder;
  }

  get operatingPoint(): OperatingPoint {
    return this.#parts.session.operatingPoint;
  }

  get entries(): readonly JournalEntry[] {
    return this.#parts.journal.entries;
  }

  get recordingFile(): string | null {
    return this.#recording?.file ?? null;
  }

  /** True once it has ended or was set aside; nothing more is written to it then. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when all that happened so far is on the disk; rejects with `unwritable` where it could not be written. */
  flushed(): Promise<void> {
    return this.#parts.journal.flushed();
  }

  /** Another console took it up. */
  newSender(): void {
    this.#parts.clock.newSender();
  }

  /**
   * Analyses one frame, if no newer one comes before its turn.
   * @param arrivedAt `performance.now()` at its arrival
   * @throws HaustraError `analysis-failed` where the model gave no valid answer for it.
   */
  async frame(wire: WireFrame, arrivedAt: number): Promise<ServerMessage> {
    this.meter.framesIn += 1;
    const dropped = (): ServerMessage => {
      this.meter.dropped += 1;
      return { type: 'dropped', frameId: wire.frameId };
    };
    try {
      const { session } = this.#parts;
      const frame: AnalysisFrame = {
        id: frameId(wire.frameId),
        timeMs: this.#parts.clock.ofCapture(wire.captureMs),
        field: wire.field,
        width: px(wire.width),
        height: px(wire.height),
        rgb: rgbOf(wire),
      };
      // The model begins first: it works in a process of its own.
      const answer = this.#parts.offer(frame);
      const scene = this.#see(frame);
      const findings = await answer;
      if (findings === 'dropped' || this.#closed) return dropped();
      const signs = signsOf(findings, scene);
      const outcome = session.onFrame(findings, signs);
      const photos = this.#photoWatch.look(findings, signs, scene?.clarity.sharpness ?? null);
      for (const { place } of photos.take) this.#asked.add(place);
      this.meter.framesAnalysed += 1;
      const stationMs = performance.now() - arrivedAt;
      this.meter.latency(stationMs);
      return resultMessage(
        wire,
        findings,
        outcome,
        { standing: standingOf(session, scene), photos },
        stationMs,
      );
    } catch (thrown) {
      this.meter.dropped += 1;
      throw thrown;
    }
  }

  /** Null for a frame that is older than the one before it: it tells nothing of motion. */
  #see(frame: AnalysisFrame): Scene | null {
    if (frame.timeMs < this.#seenMs) return null;
    this.#seenMs = frame.timeMs;
    return this.#watch.see(frame);
  }

  /** The analysis stopped or runs again: the journal says so, once each. */
  onAnalysis({ state, reason }: AnalyserState): void {
    if (this.#closed) return;
    const { session, clock } = this.#parts;
    if (state !== 'ready' && this.#stoppedAt === null) {
      this.#stoppedAt = clock.nowMs;
      session.analysisStopped(reason ?? state, clock.nowMs);
    } else if (state === 'ready' && this.#stoppedAt !== null) {
      const afterMs = ms(clock.nowMs - this.#stoppedAt);
      this.#stoppedAt = null;
      session.analysisResumed(afterMs, clock.nowMs);
    }
  }

  setOperatingPoint(to: OperatingPoint): void {
    this.#parts.session.setOperatingPoint(to, this.#parts.clock.nowMs);
  }

  pauseClock(paused: boolean): void {
    this.#parts.session.pauseClock(paused, this.#parts.clock.nowMs);
  }

  judgeCaecum(word: CaecumWord): void {
    this.#parts.session.judgeCaecum(word, this.#parts.clock.nowMs);
  }

  mutePrompts(muted: PromptMute): void {
    this.#parts.session.mutePrompts(muted, this.#parts.clock.nowMs);
  }

  overruleBbps(segment: ColonRegion, score: BbpsScore | null): void {
    this.#parts.session.overruleBbps(segment, score, this.#parts.clock.nowMs);
  }

  correctPlace(place: ColonPlace): void {
    this.#parts.session.correctPlace(place, this.#parts.clock.nowMs);
  }

  /** @throws HaustraError `not-found` for a photo that does not stand, `usage` for a place that is on no checklist. */
  placePhoto(file: string, place: string | null): void {
    if (place !== null) mustBePlace(place);
    this.#parts.session.placePhoto(file, place, this.#parts.clock.nowMs);
  }

  /** @throws HaustraError `not-found` for a photo that does not stand. */
  dropPhoto(file: string): void {
    this.#parts.session.dropPhoto(file, this.#parts.clock.nowMs);
  }

  askGuidance(wanted: boolean): void {
    this.#parts.session.askGuidance(wanted, this.#parts.clock.nowMs);
  }

  setTraining(on: boolean): void {
    this.#parts.session.setTraining(on, this.#parts.clock.nowMs);
  }

  /**
   * Keeps a photo, then writes it to the journal.
   * @returns its name within the examination's folder
   * @throws HaustraError `not-found` once the examination has ended, `unwritable`, `usage` for a place that is on no
   * checklist or a picture of the engine that was not asked for.
   */
  photo(jpeg: Uint8Array, of: PhotoOf): Promise<string> {
    if (of.place !== undefined) mustBePlace(of.place);
    if (of.author === 'engine' && !this.#asked.delete(of.place ?? '')) throw notAsked();
    const atMs = this.#parts.clock.at(of.captureMs);
    // One after another, so that two photos at once get two numbers.
    const kept = this.#photos.then(() => this.#keepPhoto(jpeg, of, atMs));
    this.#photos = kept.catch(() => undefined);
    return kept;
  }

  async #keepPhoto(jpeg: Uint8Array, of: PhotoOf, atMs: Ms): Promise<string> {
    this.#mustBeOpen();
    const photos = join(this.folder, 'photos');
    await mkdir(photos, { recursive: true });
    const file = `photos/${await nextPhoto(photos)}`;
    await writeFileAtomic(join(this.folder, file), jpeg, { replace: false });
    this.#mustBeOpen();
    const { frameId, lesionId, author, place } = of;
    this.#parts.session.photo({ atMs, file, frameId, lesionId, author, ...(place ? { place } : {}) });
    await this.#parts.journal.flushed();
    return file;
  }

  /** @throws HaustraError `busy` while one runs, `not-found` once the examination has ended. */
  async startRecording(): Promise<string> {
    this.#mustBeOpen();
    if (this.#recording !== null) throw alreadyRecording(this.#recording.file);
    const recording = await Recording.start(this.folder);
    this.#recording = recording;
    this.#parts.session.recording(true, recording.file, this.#parts.clock.nowMs);
    return recording.file;
  }

  /** @throws HaustraError `busy` where none runs; otherwise as `Recording.chunk`. */
  async recordChunk(data: Uint8Array): Promise<number> {
    if (this.#recording === null) throw notRecording();
    await this.#recording.chunk(data);
    return this.#recording?.bytes ?? 0;
  }

  /** @throws HaustraError `busy` where none runs. */
  async stopRecording(): Promise<string> {
    const recording = this.#recording;
    if (recording === null) throw notRecording();
    this.#recording = null;
    await recording.stop();
    if (!this.#closed) this.#parts.session.recording(false, recording.file, this.#parts.clock.nowMs);
    return recording.file;
  }

  /** Recordings that a crash cut short are whole files again: the journal says so. */
  recordingsRecovered(files: readonly string[]): void {
    for (const file of files) this.#parts.session.recording(false, file, this.#parts.clock.nowMs);
  }

  /** Ends the examination: journal, signature, exam.json. */
  async end(reason: EndReason): Promise<void> {
    if (this.#closed) return;
    if (this.#recording !== null) await this.stopRecording();
    this.#closed = true;
    const { session, clock, folder, key, journal } = this.#parts;
    const { framesIn, framesAnalysed, dropped } = this.meter;
    await session.end({ reason, framesIn, framesAnalysed, dropped, atMs: clock.nowMs });
    await signJournal(folder, key);
    const exam = foldExam(journal.entries, this.meter.read(performance.now() - this.#startedAt, null));
    await writeFileAtomic(join(folder, EXAM_FILE), `${JSON.stringify(exam, null, 2)}\n`);
  }

  /** Sets it aside, to be resumed: the station shuts down. */
  async suspend(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#recording?.suspend();
    this.#recording = null;
    await this.#parts.session.suspend(this.#parts.clock.nowMs);
  }

  #mustBeOpen(): void {
    if (!this.#closed) return;
    throw new HaustraError({
      code: 'not-found',
      message: 'the examination has ended and takes nothing more',
      where: this.id,
      hint: 'Start a new examination.',
    });
  }
}

async function nextPhoto(folder: string): Promise<string> {
  const taken = (await readdir(folder)).map((name) => Number(/^photo-(\d+)\.jpg$/.exec(name)?.[1] ?? 0));
  return `photo-${String(Math.max(0, ...taken) + 1).padStart(4, '0')}.jpg`;
}

function mustBePlace(place: string): void {
  if (isPhotoPlace(place)) return;
  throw new HaustraError({
    code: 'usage',
    message: 'no checklist has this place',
    where: place.slice(0, 80),
    hint: 'Use one of the places of the checklist.',
  });
}

const notAsked = () =>
  new HaustraError({
    code: 'usage',
    message: 'the engine did not ask for this picture',
    hint: 'Send it as the picture of a doctor.',
  });

const alreadyRecording = (file: string) =>
  new HaustraError({
    code: 'busy',
    message: 'a recording runs already',
    where: file,
    hint: 'Stop it first.',
  });

const notRecording = () =>
  new HaustraError({ code: 'busy', message: 'no recording runs', hint: 'Start one first.' });
