import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Round } from '@haustra/domain';
import { withLineFile } from '../../predict/line-file.js';
import type { RoundFolder } from '../folder.js';
import { framesOf, keptOf } from '../frames/read.js';
import { RoundPictures } from './pictures.js';

/** True where the frames of a round are gathered and written down. */
export const isGathered = (folder: RoundFolder): boolean => existsSync(folder.frames);

/**
 * Writes down what was gathered: `kept.jsonl`, then `frames.jsonl`, whose being there says that gathering is over. The
 * growing list is removed.
 * @throws HaustraError `unwritable`
 */
export async function finishGathering(
  folder: RoundFolder,
): Promise<Pick<Round['counts'], 'looked' | 'kept' | 'dropped'>> {
  const kept = new Set<number>();
  await withLineFile(folder.kept, async (write) => {
    for await (const frame of keptOf(folder)) {
      kept.add(frame.n);
      await write(frame);
    }
  });
  const pictures = await RoundPictures.open(folder);
  await pictures.sweep(kept);
  const counts = { looked: 0, kept: kept.size, dropped: {} as Round['counts']['dropped'] };
  await withLineFile(folder.frames, async (write) => {
    for await (const frame of framesOf(folder)) {
      counts.looked += 1;
      if (frame.why !== null) counts.dropped[frame.why] = (counts.dropped[frame.why] ?? 0) + 1;
      await write(frame);
    }
  });
  await rm(folder.looked, { force: true });
  return counts;
}
