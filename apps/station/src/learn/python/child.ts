import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { HaustraError } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import { z } from 'zod';
import type { RoundFolder } from '../folder.js';
import type { Manners } from '../rounds/manners.js';
import { mustHavePython } from './find.js';

/** One line of progress on the standard output of a training program. */
const ProgressLineSchema = z.object({
  stage: z.string(),
  done: z.number().nonnegative(),
  of: z.number().nonnegative(),
  secondsLeft: z.number().nonnegative().nullable(),
  note: z.string().default(''),
});
export type ProgressLine = z.infer<typeof ProgressLineSchema>;

export interface PythonJob {
  readonly folder: RoundFolder;
  /** Words after `python -m haustra_training.cli`. */
  readonly args: readonly string[];
  readonly manners: Manners;
  onProgress(line: ProgressLine): void;
}

/** It writes a checkpoint and ends within seconds; one that does not is ended. */
const PATIENCE_MS = 30_000;
const TRAINING = fileURLToPath(new URL('../../../../../training', import.meta.url));

/** A group of processes is signalled as one: training itself starts others. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch {
    // It is gone already.
  }
}

/**
 * Runs a program of the training to its end. While an examination is open it is halted, and goes on where it was.
 * @throws HaustraError `cancelled` when the work is to stop (it has ended then, and can be run again); `missing-tool`
 * without Python; `analysis-failed` with the program's own last sentence where it fails
 */
export async function runPython({ folder, args, manners, onProgress }: PythonJob): Promise<void> {
  const python = mustHavePython();
  await endOrphan(folder);
  await manners.breathe();
  const log = await open(folder.log, 'a');
  let last = '';
  try {
    const child = spawn(python, ['-m', 'haustra_training.cli', ...args], {
      cwd: existsSync(TRAINING) ? TRAINING : folder.path,
      // Threads that wait must not spin: at the lowest priority, beside other work, that took three times as long.
      env: { OMP_WAIT_POLICY: 'PASSIVE', ...process.env },
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, why) => resolve({ code, signal: why }));
    });
    const { pid } = child;
    if (pid !== undefined) await writeFileAtomic(orphanFile(folder), `${JSON.stringify({ pid })}\n`);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const progress = progressOf(line);
      if (progress !== null) onProgress(progress);
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.trim() !== '') last = line.trim();
      void log.write(`${line}\n`).catch(() => undefined);
    });
    const unwatch = manners.watch((resting) => {
      if (pid !== undefined) signal(pid, resting ? 'SIGSTOP' : 'SIGCONT');
    });
    let kill: NodeJS.Timeout | null = null;
    const stop = () => {
      if (pid === undefined) return;
      signal(pid, 'SIGTERM');
      signal(pid, 'SIGCONT');
      kill = setTimeout(() => signal(pid, 'SIGKILL'), PATIENCE_MS);
    };
    if (manners.signal.aborted) stop();
    else manners.signal.addEventListener('abort', stop, { once: true });
    try {
      const { code, signal: why } = await ended.catch((cause: unknown) => {
        throw failed(
          `it could not be started (${cause instanceof Error ? cause.message : String(cause)})`,
          folder,
        );
      });
      if (code === 0 && !manners.signal.aborted) return;
      if (manners.signal.aborted) throw stopped();
      throw failed(last === '' ? `it ended with ${why ?? `exit code ${code}`}` : last, folder);
    } finally {
      unwatch();
      if (kill !== null) clearTimeout(kill);
      manners.signal.removeEventListener('abort', stop);
      await rm(orphanFile(folder), { force: true });
    }
  } finally {
    await log.close();
  }
}

function progressOf(line: string): ProgressLine | null {
  try {
    return ProgressLineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

const orphanFile = (folder: RoundFolder): string => join(folder.path, 'child.json');

/**
 * Ends a training that outlived its worker (a kill): two may not write into one run. It is known by its command line,
 * since its number may belong to another program by now.
 */
async function endOrphan(folder: RoundFolder): Promise<void> {
  const text = await readFile(orphanFile(folder), 'utf8').catch(() => null);
  const pid =
    text === null
      ? undefined
      : z.object({ pid: z.number().int().positive() }).safeParse(safely(text)).data?.pid;
  if (pid === undefined) return;
  const isOurs = async () =>
    (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(folder.path);
  if (await isOurs()) {
    signal(pid, 'SIGCONT');
    signal(pid, 'SIGTERM');
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until && (await isOurs()); ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    if (await isOurs()) signal(pid, 'SIGKILL');
  }
  await rm(orphanFile(folder), { force: true });
}

function safely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const stopped = () => new HaustraError({ code: 'cancelled', message: 'stopped before the end' });

/** `[code] sentence what to do`, as training says it; its code is its own affair. */
function failed(said: string, folder: RoundFolder): HaustraError {
  const sentence = said.replace(/^\[[\w-]+\]\s*/, '').replace(/\.$/, '');
  return new HaustraError({
    code: 'analysis-failed',
    message: `training failed: ${sentence}`,
    hint: `What it said before is in ${folder.id}/worker.log; mend it, then: haustra learn resume ${folder.id}.`,
  });
}
