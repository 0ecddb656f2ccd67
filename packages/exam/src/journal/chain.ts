import { EventBodySchema, HaustraError, type JournalEntry } from '@haustra/domain';
import { hashOf, NO_HASH, round4, roundNumbers } from '@haustra/store';
import type { JournalItem } from './types.js';

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
