import type { EventBody, JournalEntry } from '@haustra/domain';

/** What was said last of one kind in these entries; null where nothing was. Pure. */
export function lastSaid<Type extends EventBody['type']>(
  entries: readonly JournalEntry[],
  type: Type,
): Extract<EventBody, { type: Type }> | null {
  const is = (event: EventBody): event is Extract<EventBody, { type: Type }> => event.type === type;
  const last = entries.findLast(({ event }) => is(event))?.event;
  return last !== undefined && is(last) ? last : null;
}
