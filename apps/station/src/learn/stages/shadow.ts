import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppendFile } from '@haustra/store';
import { EXAM_FILE, ExamShelf } from '../../exams/shelf.js';
import type { RoundFolder } from '../folder.js';
import { jsonLines } from '../json-lines.js';
import { ShadowLineSchema } from '../results.js';
import { candidateOf, modelNamed, type Stage } from './work.js';

/**
 * Examinations that began after `from`, have ended, left pictures to run over, and were not compared yet; in order.
 * @param data the station's data folder
 */
export async function examsToShadow(folder: RoundFolder, data: string, from: string): Promise<string[]> {
  const done = new Set<string>();
  for await (const { exam } of jsonLines(folder.shadow, ShadowLineSchema)) done.add(exam);
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
    const line = await parts.shadow({
      ...models,
      exam,
      examFolder: join(learning.data, 'exams', exam),
      signal: manners.signal,
      breathe: () => manners.breathe(),
    });
    if (line === null) continue;
    const file = await AppendFile.open(folder.shadow);
    try {
      await file.append(`${JSON.stringify(line)}\n`);
    } finally {
      await file.close();
    }
    const { name: model } = models.candidate;
    const { agreement } = line;
    await parts.registry.audit.append('station', [
      { type: 'shadowed', round: folder.id, model, exam, agreement },
    ]);
    await state.set({ shadow: { ...state.round.shadow, done: state.round.shadow.done + 1 } });
  }
  return state.round.shadow.done >= wanted ? 'next' : 'wait';
};
