import type { JournalEntry } from '@haustra/domain';
import { lastSaid } from '../journal/last-said.js';

/** Whether the examination is held for practice: what was said last. Pure. */
export const isTraining = (entries: readonly JournalEntry[]): boolean =>
  lastSaid(entries, 'training-mode')?.on === true;
