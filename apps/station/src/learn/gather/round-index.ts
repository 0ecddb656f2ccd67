import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { type Correction, HaustraError } from '@haustra/domain';
import { csvLine, frameKey, INDEX_COLUMNS, indexCells, indexLine } from '@haustra/learning';
import { withAtomicFile } from '@haustra/store';
import type { CorrectionBook } from '../corrections/book.js';
import type { LearningFolder, RoundFolder } from '../folder.js';
import type { KeptFrame } from '../frames/lines.js';
import { keptOf } from '../frames/read.js';
import type { Frozen } from '../parts.js';
import { sequenceOf } from './items.js';

/** A round's index and how much of it was said by doctors. */
export interface IndexCounts {
  readonly unlabelled: number;
  readonly corrections: number;
}

/** Every correction that holds, with the frame that it is of; one whose picture is gone is left out. */
async function* correctedFrames(
  learning: LearningFolder,
  said: ReadonlyMap<string, Correction>,
  frozen: Frozen,
): AsyncGenerator<{ readonly correction: Correction; readonly frame: KeptFrame; readonly picture: string }> {
  const rounds = new Set([...said.values()].map(({ round }) => round));
  for (const id of [...rounds].sort()) {
    const folder = learning.round(id);
    for await (const frame of keptOf(folder)) {
      const correction = said.get(frameKey(id, frame.n));
      const picture = folder.picture(frame.n);
      if (correction === undefined || !existsSync(picture)) continue;
      // Pictures may have been frozen since the frame was gathered.
      if (frozen.match({ sha256: null, dhash: frame.hash }) === null) yield { correction, frame, picture };
    }
  }
}

/**
 * Writes the round's `index.csv`: every frame with a correction, of this or an earlier round, as a labelled one
 * (`train`), then the other kept frames (`unlabelled`). Paths are relative to the round's folder.
 * @throws HaustraError `unwritable`
 */
export async function writeIndex(
  learning: LearningFolder,
  folder: RoundFolder,
  book: CorrectionBook,
  frozen: Frozen,
): Promise<IndexCounts> {
  const said = await book.current();
  const counts = { unlabelled: 0, corrections: 0 };
  await withAtomicFile(folder.index, async (temp) => {
    const file = await open(temp, 'w');
    try {
      await file.write(csvLine(INDEX_COLUMNS));
      const write = (frame: KeptFrame, id: string, image: string, correction: Correction | null) =>
        file.write(
          indexLine(indexCells({ ...frame, id, image, sequence: sequenceOf(frame.source), correction })),
        );
      for await (const { correction, frame, picture } of correctedFrames(learning, said, frozen)) {
        const image = relative(folder.path, picture).split(sep).join('/');
        await write(frame, frameKey(correction.round, frame.n), image, correction);
        counts.corrections += 1;
      }
      for await (const frame of keptOf(folder)) {
        const id = frameKey(folder.id, frame.n);
        if (said.has(id) || frozen.match({ sha256: null, dhash: frame.hash }) !== null) continue;
        await write(frame, id, `frames/${frame.n}.jpg`, null);
        counts.unlabelled += 1;
      }
    } finally {
      await file.close();
    }
  });
  return counts;
}

/** @throws HaustraError `no-picture` where there is nothing new to learn from. */
export function mustHoldSomething({ unlabelled, corrections }: IndexCounts): void {
  if (unlabelled + corrections > 0) return;
  throw new HaustraError({
    code: 'no-picture',
    message: 'nothing new was found to learn from: every frame was dropped',
    hint: 'Look at why: haustra learn frames. Name other recordings, or more frames a second with --per-second.',
  });
}
