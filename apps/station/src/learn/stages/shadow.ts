import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { AppendFile } from '@haustra/store';
import { z } from 'zod';
import { EXAM_FILE, ExamShelf } from '../../exams/shelf.js';
import type { RoundFolder } from '../folder.js';
import { jsonLines } from '../json-lines.js';
import type { ShadowOptions } from '../parts.js';
import { type ShadowLine, ShadowLineSchema } from '../results.js';
import { candidateOf, modelNamed, type Stage, type Work } from './work.js';

/** An examination over which the models could not be run, and why: it is not tried again and again. */
const SkippedSchema = z.object({ exam: z.string(), why: z.string() });

/**
 * Examinations that began after `from`, have ended, left pictures to run over, and were not compared yet; in order.
 * @param data the station's data folder
 */
export async function examsToShadow(folder: RoundFolder, data: string, from: string): Promise<string[]> {
  const done = new Set<string>();
  for await (const { exam } of jsonLines(folder.shadow, ShadowLineSchema)) done.add(exam);
  for await (const { exam } of jsonLines(folder.shadowSkipped, SkippedSchema)) done.add(exam);
  const shelf = new ExamShelf(data);
  const found: { readonly id: string; readonly startedAt: string }[] = [];
  for (const id of await readdir(shelf.root).catch(() => [])) {
    const path = join(shelf.root, id);
    if (done.has(id) || !existsSync(join(path, EXAM_FILE))) continue;
    // An older one is told by its file, without reading a journal of hours.
    if ((await stat(join(path, EXAM_FILE))).mtimeMs < Date.parse(from)) continue;
    if (!(await leftPictures(path))) continue;
    const started = (await shelf.journal(id).catch(() => []))[0]?.event;
    const startedAt = started?.type === 'started' ? started.startedAt : null;
    if (startedAt !== null && startedAt >= from) found.push({ id, startedAt });
  }
  return found.sort((a, b) => a.startedAt.localeCompare(b.startedAt)).map(({ id }) => id);
}

async function leftPictures(exam: string): Promise<boolean> {
  const names = await readdir(exam).catch(() => []);
  if (names.some((name) => /^recording-\d+\.webm$/.test(name))) return true;
  return (await readdir(join(exam, 'photos')).catch(() => [])).some((name) => name.endsWith('.jpg'));
}

/** Runs the candidate beside the current model on the next examinations, unseen by anyone at work. */
export const shadowStage: Stage = async (work) => {
  const { learning, folder, state, manners, parts } = work;
  const { wanted, from = new Date().toISOString() } = state.round.shadow;
  if (wanted === 0) return 'next';
  if (state.round.shadow.from === undefined) await state.set({ shadow: { ...state.round.shadow, from } });
  const models = { current: await modelNamed(work, state.round.current), candidate: await candidateOf(work) };
  for (const exam of await examsToShadow(folder, learning.data, from)) {
    if (state.round.shadow.done >= wanted) break;
    await manners.breathe();
    const examFolder = join(learning.data, 'exams', exam);
    const line = await compared(work, { ...models, exam, examFolder });
    if ('why' in line) {
      await append(folder.shadowSkipped, line);
      continue;
    }
    await append(folder.shadow, line);
    const { name: model } = models.candidate;
    const { agreement } = line;
    await parts.registry.audit.append('station', [
      { type: 'shadowed', round: folder.id, model, exam, agreement },
    ]);
    await state.set({ shadow: { ...state.round.shadow, done: state.round.shadow.done + 1 } });
  }
  return state.round.shadow.done >= wanted ? 'next' : 'wait';
};

/** What comparing the models on one examination gave, or why it could not be done. @throws HaustraError `cancelled` */
async function compared(
  { manners, parts }: Work,
  on: Pick<ShadowOptions, 'current' | 'candidate' | 'exam' | 'examFolder'>,
): Promise<ShadowLine | z.infer<typeof SkippedSchema>> {
  const { signal } = manners;
  try {
    const line = await parts.shadow({ ...on, signal, breathe: () => manners.breathe() });
    return line ?? { exam: on.exam, why: 'it left no picture' };
  } catch (thrown) {
    // One damaged recording is no reason to hold the candidate up; a model that does not run is.
    const ofExam =
      thrown instanceof HaustraError && ['unreadable', 'no-picture', 'unsupported'].includes(thrown.code);
    if (signal.aborted || !ofExam) throw thrown;
    return { exam: on.exam, why: thrown.sentence };
  }
}

async function append(path: string, line: object): Promise<void> {
  const file = await AppendFile.open(path);
  try {
    await file.append(`${JSON.stringify(line)}\n`);
  } finally {
    await file.close();
  }
}
