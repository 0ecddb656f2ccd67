import { join, resolve } from 'node:path';
import type { IndexRow } from '@haustra/domain';
import type { Case } from './case.js';
import { readMask, readProbabilities } from './files/read-mask.js';
import { readPredictions } from './files/read-predictions.js';
import { overlapOf } from './mask.js';

export interface ReadCases {
  readonly rows: readonly IndexRow[];
  /** The folder that the paths of the index are relative to. */
  readonly folder: string;
  readonly predictions: string;
  /** Folder of masks as `predict --masks` writes them; null where none were written. */
  readonly masks: string | null;
  readonly signal: AbortSignal;
}

/**
 * Cases from predictions that were made before.
 * @throws HaustraError as `readPredictions` and the reading of masks do; the signal's reason when it is raised
 */
export async function readCases(work: ReadCases): Promise<Case[]> {
  const predictions = await readPredictions(work.predictions, work.rows);
  const cases: Case[] = [];
  for (const [index, prediction] of predictions.entries()) {
    work.signal.throwIfAborted();
    const row = work.rows[index];
    if (row === undefined) break;
    cases.push({ row, prediction, mask: await overlap(work, row) });
  }
  return cases;
}

async function overlap({ folder, masks }: ReadCases, row: IndexRow): Promise<Case['mask']> {
  if (masks === null || row.mask === null) return null;
  const drawn = await readMask(resolve(folder, row.mask));
  return overlapOf(drawn, await readProbabilities(join(masks, `${row.id}.png`)));
}
