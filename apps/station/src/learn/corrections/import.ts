import { basename } from 'node:path';
import { type Correction, HaustraError } from '@haustra/domain';
import { frameOfId, sayingOf, saysNothing } from '@haustra/learning';
import { readIndex } from '../../evaluate/files/read-index.js';
import type { LearnMessages } from '../messages/index.js';

/** What an index labelled elsewhere says. */
export interface Imported {
  readonly corrections: Correction[];
  /** Rows that say nothing. */
  readonly silent: number;
}

/**
 * Reads an index.csv that was labelled elsewhere as corrections of frames of rounds.
 * @param by who labelled it
 * @throws HaustraError as `readIndex`; `unreadable` for a row of no frame of ours; `no-picture` where no row says anything
 */
export async function readLabels(
  file: string,
  by: string,
  { correct: words }: LearnMessages,
): Promise<Imported> {
  const at = new Date().toISOString();
  const splits = ['train', 'unlabelled', 'val', 'test', ''];
  const corrections: Correction[] = [];
  let silent = 0;
  for (const row of await readIndex(file, { splits, sources: null })) {
    const frame = frameOfId(row.id);
    if (frame === null) throw foreign(file, row.id, words);
    const said = sayingOf(row);
    if (saysNothing(said)) silent += 1;
    else corrections.push({ ...frame, by, at, ...said });
  }
  if (corrections.length > 0) return { corrections, silent };
  const [message, hint] = [words.nothing, words.nothingHint];
  throw new HaustraError({ code: 'no-picture', message, where: basename(file), hint });
}

const foreign = (file: string, id: string, words: LearnMessages['correct']): HaustraError =>
  new HaustraError({
    code: 'unreadable',
    message: words.foreign(id.slice(0, 80)),
    where: basename(file),
    hint: words.foreignHint,
  });
