import { createHash } from 'node:crypto';
import { EventBodySchema, HaustraError, type JournalEntry } from '@haustra/domain';
import { canonicalJson, round4, roundNumbers } from './canonical.js';
import type { JournalItem } from './types.js';

/** What the first entry of a journal follows. */
export const NO_HASH = '0'.repeat(64);

/** SHA-256 of the entry's canonical JSON without `hash`, as hexadecimal text. */
export function hashOf(entry: Omit<JournalEntry, 'hash'> & { hash?: string }): string {
  const { hash: _, ...rest } = entry;
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}

/** The entry as it stands in `journal.jsonl`, with its line end. */
export const lineOf = (entry: JournalEntry): string => `${canonicalJson(entry)}\n`;

/**
 * Seals events into entries that follow `last`. Numbers are rounded to four decimals. All or none.
 * @throws HaustraError `internal` when an event does not keep the schema.
 */
export function seal(last: JournalEntry | undefined, items: readonly JournalItem[]): JournalEntry[] {
  let seq = last ? last.seq + 1 : 0;
  let prev = last?.hash ?? NO_HASH;
  return items.map(({ atMs, author, event }) => {
    const parsed = EventBodySchema.safeParse(roundNumbers(event));
    if (!parsed.success || !Number.isFinite(atMs)) throw malformed(event.type, parsed.error);
    const body = { seq: seq++, atMs: round4(atMs), author, event: parsed.data, prev };
    const entry = { ...body, hash: hashOf(body) };
    prev = entry.hash;
    return entry;
  });
}

const malformed = (type: string, cause: unknown): HaustraError =>
  new HaustraError({
    code: 'internal',
    message: `the event '${type}' does not keep the journal's schema`,
    hint: 'This is a fault of the program; please report it.',
    cause,
  });
