import type { JournalEntry } from '@haustra/domain';

/** Whether the examination is held for practice: what was said last. Pure. */
export function isTraining(entries: readonly JournalEntry[]): boolean {
  const last = entries.findLast(({ event }) => event.type === 'training-mode')?.event;
  return last?.type === 'training-mode' && last.on;
}
