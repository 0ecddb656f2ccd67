import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { csvLine, frameKey, INDEX_COLUMNS, indexCells, indexLine } from '@haustra/learning';
import { writeFileAtomic } from '@haustra/store';
import type { CorrectionBook } from '../corrections/book.js';
import type { RoundFolder } from '../folder.js';
import { keptOf } from '../frames/read.js';
import { sequenceOf } from '../gather/items.js';
import type { LearnMessages } from '../messages/index.js';
import { questionsOf } from './questions.js';

/**
 * Writes the frames whose labels would teach most as a folder of its own: `index.csv` and `pictures/`. What was said of
 * them already is filled in; the other cells wait for someone.
 * @returns how many
 * @throws HaustraError `usage` for a folder that is not empty, `no-picture` where the round kept none, `unwritable`
 */
export async function exportQuestions(
  folder: RoundFolder,
  book: CorrectionBook,
  count: number,
  out: string,
  { ask: words }: LearnMessages,
): Promise<number> {
  if ((await readdir(out).catch(() => [])).length > 0) {
    const [message, hint] = [words.outNotEmpty, words.outNotEmptyHint];
    throw new HaustraError({ code: 'usage', message, where: basename(out), hint });
  }
  const questions = await questionsOf(folder, book, count);
  if (questions.length === 0) {
    throw new HaustraError({
      code: 'no-picture',
      message: words.none,
      where: folder.id,
      hint: words.noneHint,
    });
  }
  const sizes = new Map<number, { width: number; height: number }>();
  for await (const { n, width, height } of keptOf(folder)) sizes.set(n, { width, height });
  await mkdir(join(out, 'pictures'), { recursive: true });
  let text = csvLine(INDEX_COLUMNS);
  for (const { frame, correction } of questions) {
    const image = `pictures/${String(frame.n).padStart(6, '0')}.jpg`;
    await copyFile(folder.picture(frame.n), join(out, image));
    const { width, height } = sizes.get(frame.n) ?? { width: 0, height: 0 };
    const id = frameKey(folder.id, frame.n);
    text += indexLine(
      indexCells({ id, image, sequence: sequenceOf(frame.source), width, height, correction }),
    );
  }
  await writeFileAtomic(join(out, 'index.csv'), text);
  return questions.length;
}
