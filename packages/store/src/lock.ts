import { link, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { HaustraError } from '@haustra/domain';
import { writeFileAtomic } from './write-atomic.js';

interface Holder {
  readonly pid: number;
  /** Boot and start time of the process, in the system's own count: tells it from a later one with the same number. */
  readonly started: string | null;
}

/** Locks that this process holds: where the system does not tell start times, its own number proves nothing. */
const held = new Set<string>();

/**
 * Takes a lock file for this process; a lock left behind by a process that is gone is taken over.
 * @param doing what the holder of the lock does, in words that "by another process" can follow
 * @returns what gives the lock up again.
 * @throws HaustraError `busy` while another writer lives; `unwritable`.
 */
export async function takeLock(path: string, doing: string): Promise<() => Promise<void>> {
  const own = `${process.pid} ${(await startOf(process.pid)) ?? '-'}\n`;
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      await writeFileAtomic(path, own, { replace: false });
      held.add(path);
      return async () => {
        held.delete(path);
        await rm(path, { force: true });
      };
    } catch (thrown) {
      if (!(thrown instanceof HaustraError) || thrown.code !== 'busy') throw thrown;
    }
    await clearStale(path, doing);
  }
  throw busy(path, null, doing);
}

/** How often a lock that is held is asked for again. */
const ASK_EVERY_MS = 25;

/**
 * Does short work while holding a lock file, alone among all processes and callers. Waits for its turn.
 * @param waitMs longest wait
 * @throws HaustraError `busy` where the lock was not free within that time; `unwritable`; what `work` throws
 */
export async function withLock<T>(
  path: string,
  doing: string,
  work: () => Promise<T>,
  waitMs = 15_000,
): Promise<T> {
  const unlock = await takeLockWithin(path, doing, performance.now() + waitMs);
  try {
    return await work();
  } finally {
    await unlock();
  }
}

async function takeLockWithin(path: string, doing: string, until: number): Promise<() => Promise<void>> {
  for (;;) {
    try {
      return await takeLock(path, doing);
    } catch (thrown) {
      const held = thrown instanceof HaustraError && thrown.code === 'busy';
      if (!held || performance.now() > until) throw thrown;
    }
    await setTimeout(ASK_EVERY_MS);
  }
}

/** Removes the lock of a process that is gone. @throws HaustraError `busy` when it lives. */
async function clearStale(path: string, doing: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return;
  const holder = parseHolder(text);
  if (holder && (await lives(holder, path))) throw busy(path, holder.pid, doing);
  // Renamed first and looked at again: another process may have taken the stale lock over in between.
  const aside = `${path}.${process.pid}.stale`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => null);
  if (moved !== null && moved !== text) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseHolder(text: string): Holder | null {
  const [, pid, started] = /^(\d{1,10}) (\S+)\n$/.exec(text) ?? [];
  return pid && started ? { pid: Number(pid), started: started === '-' ? null : started } : null;
}

async function lives(holder: Holder, path: string): Promise<boolean> {
  const started = await startOf(holder.pid);
  if (holder.started !== null || started !== null) return holder.started === started;
  if (holder.pid === process.pid) return held.has(path);
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

/** Boot and start time of a running process where the system tells them (Linux), else null. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // After the name in brackets: state is the 1st field, the start time the 20th (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, started] = [fields[0], fields[19]];
    return started === undefined || state === 'Z' || state === 'X' ? null : `${boot.trim()}/${started}`;
  } catch {
    return null;
  }
}

const busy = (path: string, pid: number | null, doing: string): HaustraError =>
  new HaustraError({
    code: 'busy',
    message: `${doing} by another process${pid === null ? '' : ` (${pid})`}`,
    where: path,
    hint: 'Wait until it is done, or stop that process; its lock is then taken over by itself.',
  });
