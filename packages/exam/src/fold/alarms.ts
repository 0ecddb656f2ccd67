import type { AlarmKind, Exam, JournalEntry } from '@haustra/domain';

/** A stretch of time in which an alarm was on. */
export type Alarm = NonNullable<Exam['alarms']>[number];

/** When each alarm was on, in order; one that was on when the station went down, or at the end, ends there. Pure. */
export function foldAlarms(entries: readonly JournalEntry[]): Pick<Exam, 'alarms'> {
  const alarms: Alarm[] = [];
  const open = new Map<AlarmKind, number>();
  let lastMs = 0;
  const close = (kind: AlarmKind, endMs: number): void => {
    const startMs = open.get(kind);
    if (startMs !== undefined) alarms.push({ kind, startMs, endMs });
    open.delete(kind);
  };
  const closeAll = (): void => {
    for (const kind of [...open.keys()]) close(kind, lastMs);
  };
  for (const { event, atMs } of entries) {
    if (event.type === 'resumed') closeAll();
    else if (event.type === 'alarm' && !event.on) close(event.kind, atMs);
    else if (event.type === 'alarm') open.set(event.kind, atMs);
    lastMs = Math.max(lastMs, atMs);
  }
  closeAll();
  alarms.sort((a, b) => a.startMs - b.startMs);
  return alarms.length === 0 ? {} : { alarms };
}
