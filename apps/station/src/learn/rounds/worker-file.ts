import { readFile, rm } from 'node:fs/promises';
import { takeLock, writeFileAtomic } from '@haustra/store';
import { z } from 'zod';
import type { RoundFolder } from '../folder.js';

/** A worker says this often that it lives. */
export const BEAT_MS = 2_000;
/** One that said nothing for so long is taken for gone, even where its number lives on as another process. */
const SILENT_MS = 15_000;

const WorkerSchema = z.object({ pid: z.number().int(), beatAt: z.number() });
type WorkerNote = z.infer<typeof WorkerSchema>;

async function read(folder: RoundFolder): Promise<WorkerNote | null> {
  try {
    return WorkerSchema.parse(JSON.parse(await readFile(folder.worker, 'utf8')));
  } catch {
    return null;
  }
}

function lives({ pid, beatAt }: WorkerNote): boolean {
  if (Date.now() - beatAt > SILENT_MS) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Not ours to signal, but there.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** Process id of the worker that lives; null where none does. */
export async function livingWorker(folder: RoundFolder): Promise<number | null> {
  const note = await read(folder);
  return note !== null && lives(note) ? note.pid : null;
}

/** Says that a worker with this process id begins or goes on. */
export async function noteWorker(folder: RoundFolder, pid: number): Promise<void> {
  await writeFileAtomic(
    folder.worker,
    `${JSON.stringify({ pid, beatAt: Date.now() } satisfies WorkerNote)}\n`,
  );
}

/**
 * Makes this process the one worker of the round, and lets it be seen alive until the returned function is called.
 * @throws HaustraError `busy` while another one lives.
 */
export async function becomeWorker(folder: RoundFolder): Promise<() => Promise<void>> {
  const unlock = await takeLock(`${folder.worker}.lock`, 'the round is being worked on');
  await noteWorker(folder, process.pid);
  let last: Promise<void> = Promise.resolve();
  const beat = setInterval(() => {
    // A full disk is told by the work itself; a missed beat is not worth ending it.
    last = noteWorker(folder, process.pid).catch(() => undefined);
  }, BEAT_MS);
  return async () => {
    clearInterval(beat);
    await last;
    await rm(folder.worker, { force: true });
    await unlock();
  };
}
