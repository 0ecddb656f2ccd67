import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@haustra/store';
import { z } from 'zod';

/** Tells that an examination is open at the station, for work in other processes that must then rest. */
const FILE = 'live.json';
/** The station says so again this often … */
const SAY_MS = 3_000;
/** … and one that said nothing for so long has ended without a word. */
const SILENT_MS = 12_000;

const PresenceSchema = z.object({ at: z.number() });

/** True while an examination is open at the station that owns this data folder. */
export async function examIsOpen(data: string): Promise<boolean> {
  try {
    const { at } = PresenceSchema.parse(JSON.parse(await readFile(join(data, FILE), 'utf8')));
    return Date.now() - at < SILENT_MS;
  } catch {
    return false;
  }
}

/**
 * Keeps saying whether an examination is open, for as long as the station runs.
 * @param isOpen asked twice a second
 * @returns what ends it
 */
export function sayPresence(data: string, isOpen: () => boolean): () => Promise<void> {
  const path = join(data, FILE);
  let saidAt = 0;
  let turn: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    // A disk that takes no more files is told by what matters more; learning then does not rest.
    if (isOpen()) {
      if (Date.now() - saidAt < SAY_MS) return;
      saidAt = Date.now();
      await writeFileAtomic(path, `${JSON.stringify({ at: saidAt })}\n`).catch(() => undefined);
    } else if (saidAt !== 0) {
      saidAt = 0;
      await rm(path, { force: true }).catch(() => undefined);
    }
  };
  const timer = setInterval(() => {
    turn = turn.then(look);
  }, 500);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await turn;
    if (saidAt !== 0) await rm(path, { force: true }).catch(() => undefined);
  };
}
