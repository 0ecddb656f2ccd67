import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalEntry } from '@haustra/domain';
import {
  foldExam,
  JOURNAL_FILE,
  openJournal,
  readJournal,
  type StationKey,
  signJournal,
} from '@haustra/exam';
import { writeFileAtomic } from '@haustra/store';
import { performanceFromJournal } from '../exams/performance.js';
import { EXAM_FILE, type ExamShelf } from '../exams/shelf.js';
import { recoverRecordings } from './recording.js';

/** An examination that nobody took up again for this long is closed. */
const ABANDONED_AFTER_MS = 24 * 3_600_000;

export interface OpenExam {
  readonly id: string;
  readonly source: string;
  readonly startedAt: string | null;
}

/** What an examination that was not ended looks like in the list of those that can be resumed. */
export function openExamOf(id: string, entries: readonly JournalEntry[]): OpenExam {
  const started = entries[0]?.event;
  return started?.type === 'started'
    ? { id, source: started.source.name, startedAt: started.startedAt }
    : { id, source: '', startedAt: null };
}

/**
 * After a start of the station: finds the examinations that a crash left. Those that had ended get what was still
 * missing, those forgotten for a day are closed as abandoned, the rest can be resumed and are returned.
 * @param onProblem told of an examination that cannot be read; the others go on
 */
export async function recoverExams(
  shelf: ExamShelf,
  key: StationKey,
  now: number,
  onProblem: (id: string, thrown: unknown) => void,
): Promise<OpenExam[]> {
  const open: OpenExam[] = [];
  for (const id of await readdir(shelf.root).catch(() => [])) {
    const folder = join(shelf.root, id);
    const file = join(folder, JOURNAL_FILE);
    if (existsSync(join(folder, EXAM_FILE)) || !existsSync(file)) continue;
    try {
      const entries = await readJournal(file);
      const ended = entries.at(-1)?.event.type === 'ended';
      const forgotten = now - (await stat(file)).mtimeMs > ABANDONED_AFTER_MS;
      if (ended || forgotten) await close(folder, key, forgotten && !ended);
      else if (entries.length > 0) open.push(openExamOf(id, entries));
    } catch (thrown) {
      onProblem(id, thrown);
    }
  }
  return open;
}

async function close(folder: string, key: StationKey, abandon: boolean): Promise<void> {
  await recoverRecordings(folder);
  if (abandon) {
    const journal = await openJournal(folder);
    const { framesIn, framesAnalysed, dropped } = performanceFromJournal(journal.entries);
    const event = { type: 'ended', reason: 'abandoned', framesIn, framesAnalysed, dropped } as const;
    journal.append([{ atMs: journal.entries.at(-1)?.atMs ?? 0, author: 'station', event }]);
    await journal.close();
  }
  await signJournal(folder, key);
  const entries = await readJournal(join(folder, JOURNAL_FILE));
  const exam = foldExam(entries, performanceFromJournal(entries));
  await writeFileAtomic(join(folder, EXAM_FILE), `${JSON.stringify(exam, null, 2)}\n`);
}
