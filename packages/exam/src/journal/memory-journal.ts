import type { JournalEntry } from '@haustra/domain';
import { seal } from './chain.js';
import type { Journal } from './types.js';

/** A journal in memory only: for measurements and tests, and to fold what was read elsewhere. */
export function memoryJournal(entries: readonly JournalEntry[] = []): Journal {
  const all = [...entries];
  return {
    entries: all,
    tornBytes: 0,
    problem: null,
    append(items) {
      const sealed = seal(all.at(-1), items);
      all.push(...sealed);
      return sealed;
    },
    flushed: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
