import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { RoundSettings } from '@haustra/domain';

/** Stands for the station's own examinations among the sources of a round. */
export const ARCHIVE = 'archive';

/**
 * The folder of labelled pictures used where none is named: `labelled/` of the data folder, else the one that
 * `HAUSTRA_DATA` names; null where neither holds an index.csv.
 */
export function labelledFolder(data: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const own = join(data, 'labelled');
  const candidates = env.HAUSTRA_DATA ? [own, resolve(env.HAUSTRA_DATA)] : [own];
  return candidates.find((folder) => existsSync(join(folder, 'index.csv'))) ?? null;
}

/** What a round does where nothing else is asked of it. */
export function defaultSettings(data: string, env: NodeJS.ProcessEnv = process.env): RoundSettings {
  return {
    sources: [ARCHIVE],
    frames: 1000,
    perSecond: 1,
    labelled: labelledFolder(data, env),
    minutes: 20,
    pretrain: 0,
    seed: 0,
    shadowExams: 0,
    autoPromote: false,
  };
}

/** Pictures that the index of a labelled folder lists; its lines are counted, not read. */
export async function labelledPictures(folder: string): Promise<number> {
  let lines = 0;
  const stream = createReadStream(join(folder, 'index.csv'));
  try {
    for await (const line of createInterface({ input: stream })) if (line !== '') lines += 1;
  } catch {
    return 0;
  } finally {
    stream.destroy();
  }
  return Math.max(0, lines - 1);
}
