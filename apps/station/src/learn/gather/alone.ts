import { mkdir, readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { HaustraError, type Round } from '@haustra/domain';
import { Duplicates } from '@haustra/learning';
import type { Lang } from '../../cli/lang.js';
import { CorrectionBook } from '../corrections/book.js';
import { LearningFolder, RoundFolder } from '../folder.js';
import type { Frozen } from '../parts.js';
import { writeContactSheet } from './contact-sheet.js';
import { finishGathering, isGathered } from './finish.js';
import { gather } from './gather.js';
import { itemsOf } from './items.js';
import { Looker } from './looker.js';
import { writeIndex } from './round-index.js';

export interface GatherAlone {
  readonly sources: readonly string[];
  readonly out: string;
  readonly data: string;
  /** Folder of the model that looks. */
  readonly model: string;
  readonly frames: number;
  readonly perSecond: number;
  readonly frozen: Frozen;
  readonly signal: AbortSignal;
  readonly lang: Lang;
  onProgress(progress: Round['progress'], counts: Pick<Round['counts'], 'looked' | 'kept' | 'dropped'>): void;
}

/** Files by which a folder is known as one that gathering wrote and may go on with. */
const OURS = ['looked.jsonl', 'frames.jsonl', 'frames'];

/**
 * Gathers frames into a folder, without a round around it. A folder in which it was stopped is gone on with.
 * @throws HaustraError `usage` for a folder that holds something else, and as `gather`
 */
export async function gatherAlone(
  options: GatherAlone,
): Promise<Pick<Round['counts'], 'looked' | 'kept' | 'dropped'>> {
  const { sources, out, data, frames, perSecond, frozen, signal, lang, onProgress } = options;
  const id = basename(resolve(out));
  const folder = new RoundFolder(resolve(out), id);
  const there = await readdir(folder.path).catch(() => []);
  if (there.length > 0 && !there.some((name) => OURS.includes(name))) throw foreign(out);
  await mkdir(folder.path, { recursive: true });
  const items = await itemsOf(sources, data);
  if (!isGathered(folder)) {
    const looker = await Looker.open(options.model);
    try {
      await gather({
        folder,
        items,
        looker,
        frames,
        perSecond,
        known: new Duplicates(),
        isFrozen: (picture) => frozen.match(picture) !== null,
        signal,
        breathe: async () => undefined,
        onNews: ({ counts, progress }) => onProgress(progress, counts),
      });
    } finally {
      await looker.close();
    }
  }
  const counts = await finishGathering(folder);
  // A folder by itself has no corrections; the station's are of its rounds.
  const learning = new LearningFolder(folder.path);
  await writeIndex(learning, folder, new CorrectionBook(learning), frozen);
  await writeContactSheet(folder, { id }, lang);
  return counts;
}

const foreign = (out: string): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: 'the folder is not empty',
    where: basename(out),
    hint: 'Give --out a new or empty folder, or one in which gathering was stopped.',
  });
