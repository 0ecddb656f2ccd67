import { type JournalEntry, JournalEntrySchema } from '@haustra/domain';
import { type ChainScan, scanChain } from '@haustra/store';

/** What the bytes of an examination's journal hold. */
export type Scan = ChainScan<JournalEntry>;

/** Reads a journal up to its end or to the first line that does not hold. Pure. */
export const scanJournal = (bytes: Uint8Array): Scan =>
  scanChain(bytes, (json) => JournalEntrySchema.safeParse(json).data ?? null);
