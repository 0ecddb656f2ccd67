import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Exam, ExamSchema, HaustraError, type JournalEntry } from '@haustra/domain';
import { foldExam, JOURNAL_FILE, readJournal } from '@haustra/exam';
import { ExamIdSchema } from './exam-id.js';
import { performanceFromJournal } from './performance.js';

export const EXAM_FILE = 'exam.json';

/** What the list of examinations shows of one. */
export interface ExamEntry {
  readonly id: string;
  readonly source: string;
  readonly startedAt: string | null;
  /** Null while it is open. */
  readonly endedAtMs: number | null;
  readonly lesions: number;
  /** Why the journal cannot be read; null when it can. */
  readonly problem: string | null;
}

/** The examinations in the data folder: each a folder, named by its id, with its journal. */
export class ExamShelf {
  readonly root: string;

  constructor(dataDir: string) {
    this.root = join(dataDir, 'exams');
  }

  /** @throws HaustraError `not-found` for an id that cannot be one. */
  folder(id: string): string {
    if (!ExamIdSchema.safeParse(id).success) throw noExam(id);
    return join(this.root, id);
  }

  /** Every examination, the newest first. One that cannot be read is listed with what is wrong. */
  async list(): Promise<ExamEntry[]> {
    const names = await readdir(this.root).catch(() => []);
    const known = names.filter((name) => existsSync(join(this.root, name, JOURNAL_FILE)));
    const entries = await Promise.all(known.map((id) => this.#entry(id)));
    return entries.sort(
      (a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? '') || a.id.localeCompare(b.id),
    );
  }

  async #entry(id: string): Promise<ExamEntry> {
    try {
      return entryOf(id, await this.journal(id));
    } catch (thrown) {
      const problem = thrown instanceof Error ? thrown.message : String(thrown);
      return { id, source: '', startedAt: null, endedAtMs: null, lesions: 0, problem };
    }
  }

  /**
   * @throws HaustraError `not-found` where there is no such examination, `journal-broken` where the chain does not hold.
   */
  async journal(id: string): Promise<JournalEntry[]> {
    const file = join(this.folder(id), JOURNAL_FILE);
    if (!existsSync(file)) throw noExam(id);
    return readJournal(file);
  }

  /**
   * The examination as its journal tells it now; performance as it was measured, where it was.
   * @throws HaustraError as `journal`.
   */
  async exam(id: string): Promise<Exam> {
    const entries = await this.journal(id);
    return foldExam(entries, (await this.#measured(id)) ?? performanceFromJournal(entries));
  }

  async #measured(id: string): Promise<Exam['performance'] | null> {
    try {
      const text = await readFile(join(this.folder(id), EXAM_FILE), 'utf8');
      return ExamSchema.parse(JSON.parse(text)).performance;
    } catch {
      // An open examination has no exam.json yet; a broken one is rebuilt from the journal.
      return null;
    }
  }
}

function entryOf(id: string, entries: readonly JournalEntry[]): ExamEntry {
  const started = entries[0]?.event;
  const last = entries.at(-1);
  return {
    id,
    source: started?.type === 'started' ? started.source.name : '',
    startedAt: started?.type === 'started' ? started.startedAt : null,
    endedAtMs: last?.event.type === 'ended' ? last.atMs : null,
    lesions: entries.filter(({ event }) => event.type === 'lesion-seen').length,
    problem: null,
  };
}

const noExam = (id: string) =>
  new HaustraError({
    code: 'not-found',
    message: 'there is no such examination',
    where: id.slice(0, 80),
    hint: 'GET /api/exams lists those that exist.',
  });
