import { mkdir } from 'node:fs/promises';
import type { SiteSettings } from '@haustra/clinical';
import { HaustraError, type JournalEntry, type OperatingPoint } from '@haustra/domain';
import { createJournal, ExamSession, openJournal, type StationKey } from '@haustra/exam';
import type { AnalyserState } from '@haustra/vision';
import type { Logger } from 'pino';
import { liveExamId } from '../exams/exam-id.js';
import type { ExamShelf } from '../exams/shelf.js';
import type { Analysis, Ready } from './analysis.js';
import { ExamClock } from './exam-clock.js';
import { LiveExam } from './live-exam.js';
import { recoverRecordings } from './recording.js';
import { type OpenExam, openExamOf, recoverExams } from './recover.js';

/** Whoever watches an examination: told what is flushed to its journal, what goes wrong, and when another takes over. */
export interface Seat {
  entries(entries: readonly JournalEntry[]): void;
  problem(error: HaustraError | null): void;
  displaced(): void;
}

interface Sitting {
  readonly exam: LiveExam;
  seat: Seat | null;
  /** Entries up to this number are on the disk. */
  flushed: number;
  /** Entries up to this number were handed to the seat. */
  told: number;
  grace: NodeJS.Timeout | null;
}

export interface RoomOptions {
  readonly analysis: Analysis;
  readonly shelf: ExamShelf;
  readonly key: StationKey;
  readonly log: Logger;
  /** How long an examination waits for a lost console before it is closed, milliseconds. */
  readonly graceMs: number;
  /** What reminders of new examinations go by; the rules' own values where it is left out. */
  readonly settings?: SiteSettings | undefined;
}

/**
 * The examinations that are open, and who watches them. One console at a time is analysed; one that loses its
 * connection finds its examination again, also after a restart of the station.
 */
export class LiveRoom {
  readonly #options: RoomOptions;
  readonly #sittings = new Map<string, Sitting>();
  /** Left open by an earlier run of the station; on the disk only. */
  #waiting: OpenExam[] = [];
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #stopListening: () => void;

  private constructor(options: RoomOptions) {
    this.#options = options;
    this.#stopListening = options.analysis.onState((state) => this.#onAnalysis(state));
  }

  /** Opens the room: examinations that a crash left are found and can be resumed. */
  static async open(options: RoomOptions): Promise<LiveRoom> {
    const room = new LiveRoom(options);
    room.#waiting = await recoverExams(options.shelf, options.key, Date.now(), (examId, thrown) =>
      options.log.error({ examId, err: thrown }, 'examination cannot be recovered'),
    );
    return room;
  }

  /** Examinations that can be resumed: open, and watched by nobody. */
  get openExams(): OpenExam[] {
    const left = [...this.#sittings.values()].filter(({ seat }) => seat === null);
    return [...left.map(({ exam }) => openExamOf(exam.id, exam.entries)), ...this.#waiting];
  }

  /** True while someone watches an examination: what else this machine does then rests. */
  get isWatched(): boolean {
    return [...this.#sittings.values()].some(({ seat }) => seat !== null);
  }

  /** The open examination of this id; null when it is not open in this run of the station. */
  find(id: string): LiveExam | null {
    return this.#sittings.get(id)?.exam ?? null;
  }

  isWaiting(id: string): boolean {
    return this.#waiting.some((exam) => exam.id === id);
  }

  /** @throws HaustraError `busy` while another console is analysed, `model-invalid` without a model, `unwritable`. */
  start(source: string, point: OperatingPoint | undefined, seat: Seat): Promise<LiveExam> {
    return this.#inTurn(() => this.#start(source, point, seat));
  }

  async #start(source: string, point: OperatingPoint | undefined, seat: Seat): Promise<LiveExam> {
    const ready = await this.#ready();
    this.#mustBeFree(null);
    const startedAt = new Date();
    const examId = liveExamId(startedAt);
    const folder = this.#options.shelf.folder(examId);
    await mkdir(folder, { recursive: true });
    const journal = await createJournal(folder, this.#journalOptions(examId));
    const { manifest } = ready.model;
    const session = ExamSession.start({
      journal,
      examId,
      source: { kind: 'live', name: source, fingerprint: null },
      model: modelOf(ready),
      manifest,
      operatingPoint: point ?? manifest.defaultOperatingPoint,
      startedAt: startedAt.toISOString(),
      settings: this.#options.settings,
    });
    return this.#sit(new LiveExam(this.#parts(folder, session, journal, 0)), seat, -1);
  }

  /**
   * Takes up an open examination; a console that still holds it is displaced.
   * @throws HaustraError `not-found` where it is not open, `busy` while another one is analysed, `usage` where it was
   * started with another model, `journal-broken`.
   */
  resume(id: string, seat: Seat): Promise<LiveExam> {
    return this.#inTurn(() => this.#resume(id, seat));
  }

  /** No examination is open, and none waits to be resumed with the model that it began with. */
  get isFree(): boolean {
    return this.#sittings.size === 0 && this.#waiting.length === 0;
  }

  /** Does something while no examination can start; says false, without doing it, where the room is not free. */
  whenFree(work: () => void): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!this.isFree) return false;
      work();
      return true;
    });
  }

  /** One start or resume after another, so that two consoles at once do not both find the room free. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #resume(id: string, seat: Seat): Promise<LiveExam> {
    const ready = await this.#ready();
    const held = this.#sittings.get(id);
    this.#mustBeFree(id);
    if (held !== undefined && !held.exam.closed) {
      held.seat?.displaced();
      if (held.grace !== null) clearTimeout(held.grace);
      held.exam.newSender();
      return this.#sit(held.exam, seat, held.flushed);
    }
    if (!this.isWaiting(id)) throw notOpen(id);
    const folder = this.#options.shelf.folder(id);
    const journal = await openJournal(folder, this.#journalOptions(id));
    const flushed = journal.entries.length - 1;
    try {
      const session = ExamSession.resume({
        journal,
        model: modelOf(ready),
        manifest: ready.model.manifest,
        resumedAt: new Date().toISOString(),
      });
      const exam = new LiveExam(this.#parts(folder, session, journal, resumeAtMs(session, journal.entries)));
      exam.recordingsRecovered(await recoverRecordings(folder));
      this.#waiting = this.#waiting.filter((waiting) => waiting.id !== id);
      return this.#sit(exam, seat, flushed);
    } catch (thrown) {
      await journal.close();
      throw thrown;
    }
  }

  #parts(
    folder: string,
    session: ExamSession,
    journal: Awaited<ReturnType<typeof openJournal>>,
    baseMs: number,
  ) {
    const { analysis, key } = this.#options;
    const offer = analysis.offer.bind(analysis);
    return { folder, session, journal, clock: new ExamClock(baseMs), offer, key };
  }

  #sit(exam: LiveExam, seat: Seat, flushed: number): LiveExam {
    this.#sittings.set(exam.id, { exam, seat, flushed, told: -1, grace: null });
    exam.onAnalysis(this.#options.analysis.state);
    return exam;
  }

  /** The seat's connection is lost: its examination waits for it, then is closed as abandoned. */
  leave(seat: Seat): void {
    for (const sitting of this.#sittings.values()) {
      if (sitting.seat !== seat) continue;
      sitting.seat = null;
      sitting.grace = setTimeout(() => {
        this.end(sitting.exam, 'abandoned').catch((thrown: unknown) =>
          this.#options.log.error(
            { examId: sitting.exam.id, err: thrown },
            'abandoned examination not closed',
          ),
        );
      }, this.#options.graceMs);
      sitting.grace.unref();
    }
  }

  /** @throws HaustraError `unwritable` where the end could not be written; the examination is closed all the same. */
  async end(exam: LiveExam, reason: 'doctor' | 'abandoned'): Promise<void> {
    const sitting = this.#sittings.get(exam.id);
    if (sitting?.grace) clearTimeout(sitting.grace);
    try {
      await exam.end(reason);
    } finally {
      this.#sittings.delete(exam.id);
    }
  }

  /**
   * Hands the seat what is on the disk and was not told yet.
   * @param summaries false leaves out the second-by-second summaries, of which a long examination has thousands
   */
  tell(id: string, summaries = true): void {
    const sitting = this.#sittings.get(id);
    if (!sitting?.seat) return;
    // The number of an entry is its place in the journal.
    const fresh = sitting.exam.entries.slice(sitting.told + 1, sitting.flushed + 1);
    sitting.told = Math.max(sitting.told, sitting.flushed);
    sitting.seat.entries(summaries ? fresh : fresh.filter(({ event }) => event.type !== 'frames-analysed'));
  }

  /** Sets every open examination aside, flushed, to be resumed after a restart. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    const sittings = [...this.#sittings.values()];
    this.#sittings.clear();
    await Promise.all(
      sittings.map(async ({ exam, grace }) => {
        if (grace !== null) clearTimeout(grace);
        await exam.suspend().catch((thrown: unknown) => {
          this.#options.log.error({ examId: exam.id, err: thrown }, 'examination not flushed at the stop');
        });
      }),
    );
  }

  #journalOptions(id: string) {
    return {
      onFlushed: (seq: number) => {
        const sitting = this.#sittings.get(id);
        if (sitting !== undefined) sitting.flushed = seq;
        this.tell(id);
      },
      onProblem: (problem: HaustraError | null) => {
        this.#options.log.error(
          { examId: id, err: problem },
          problem ? 'journal not written' : 'journal written again',
        );
        this.#sittings.get(id)?.seat?.problem(problem);
      },
    };
  }

  #onAnalysis(state: AnalyserState): void {
    for (const { exam } of this.#sittings.values()) exam.onAnalysis(state);
  }

  async #ready(): Promise<Ready> {
    const ready = await this.#options.analysis.settled;
    if (this.#closed) throw stopping();
    if (ready !== null) return ready;
    throw (
      this.#options.analysis.problem ??
      new HaustraError({ code: 'analysis-failed', message: 'no analysis runs' })
    );
  }

  #mustBeFree(forId: string | null): void {
    for (const [id, { seat }] of this.#sittings) {
      if (seat === null || id === forId) continue;
      throw new HaustraError({
        code: 'busy',
        message: 'another console has an examination open at this station',
        hint: 'End it there, or resume it here.',
      });
    }
  }
}

const modelOf = ({ info: { id, version, sha256, precision } }: Ready) => ({ id, version, sha256, precision });

/** Where the time of a live examination goes on: it ran while the station did not. */
function resumeAtMs(session: ExamSession, entries: readonly JournalEntry[]): number {
  const { startedAt } = openExamOf('', entries);
  const byWallClock = startedAt === null ? 0 : Date.now() - Date.parse(startedAt);
  return Math.max(session.nowMs, byWallClock);
}

const notOpen = (id: string) =>
  new HaustraError({
    code: 'not-found',
    message: 'this examination is not open',
    where: id.slice(0, 80),
    hint: 'Start a new one.',
  });

const stopping = () =>
  new HaustraError({ code: 'busy', message: 'the station is stopping', hint: 'Connect again in a moment.' });
