import { readFileSync } from 'node:fs';

/** Ticks a second in which Linux counts processor time for programs (USER_HZ, 100 on every common architecture). */
const TICKS = 100;

/** A line of /proc, or null where the process is gone or this is not Linux. */
function procFile(pid: number | 'self', file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

/** Fields of /proc/PID/stat after the name, which may hold spaces; field 3 of proc(5) is the first. */
function statFields(pid: number | 'self'): readonly string[] | null {
  const stat = procFile(pid, 'stat');
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const ticksOf = (fields: readonly string[], numbers: readonly number[]) =>
  numbers.reduce((sum, number) => sum + Number(fields[number - 3] ?? 0), 0) / TICKS;

/** Processor seconds of a process so far (user and system), without its children; null where it cannot be read. */
export function cpuSecondsOf(pid: number | 'self'): number | null {
  const fields = statFields(pid);
  return fields === null ? null : ticksOf(fields, [14, 15]);
}

/** Processor seconds of all children of this process that have ended; null where it cannot be read. */
export function cpuSecondsOfEndedChildren(): number | null {
  const fields = statFields('self');
  return fields === null ? null : ticksOf(fields, [16, 17]);
}

/** Memory in use by a process (resident), in MiB; null where it cannot be read. */
export function memoryOf(pid: number | 'self'): number | null {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(procFile(pid, 'status') ?? '')?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
}

/** Process ids of this process's children of that program name. */
export function childrenCalled(name: string): number[] {
  const children = procFile('self', `task/${process.pid}/children`)?.trim().split(' ') ?? [];
  return children
    .filter((pid) => pid !== '')
    .map(Number)
    .filter((pid) => procFile(pid, 'comm')?.trim() === name);
}
