import { Duplicates, frameKey } from '@haustra/learning';
import type { CorrectionBook } from '../corrections/book.js';
import type { LearningFolder } from '../folder.js';
import { lookOfText } from '../frames/lines.js';
import { keptOf } from '../frames/read.js';
import { readRound, roundIds } from '../rounds/round-file.js';

/**
 * Pictures of earlier rounds that need not be learnt from again: all that went into a model that was promoted, and all
 * that a doctor said something of, since those are learnt from with their labels. What a refused or cancelled round
 * gathered may be gathered again.
 * @param current the model that looks now: only its own descriptors can be compared
 */
export async function knownPictures(
  learning: LearningFolder,
  book: CorrectionBook,
  own: string,
  current: string,
): Promise<Duplicates> {
  const known = new Duplicates();
  const said = await book.current();
  for (const id of (await roundIds(learning)).reverse()) {
    if (id === own) continue;
    const folder = learning.round(id);
    const round = await readRound(folder).catch(() => null);
    if (round === null) continue;
    const learnt = round.decision === 'promoted';
    for await (const { n, hash, look } of keptOf(folder)) {
      if (!learnt && !said.has(frameKey(id, n))) continue;
      known.take(hash, round.current === current ? lookOfText(look) : null);
    }
  }
  return known;
}
