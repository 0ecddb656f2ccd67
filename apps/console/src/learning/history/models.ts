import type { AuditEntry, ModelEvent } from '@haustra/domain';

type Change = Extract<ModelEvent, { type: 'promoted' | 'rolled-back' }>;
const isChange = (event: ModelEvent): event is Change =>
  event.type === 'promoted' || event.type === 'rolled-back';

/**
 * The model that rolling back would bring, as the audit journal tells; null for the shipped one, or where the journal
 * tells of none. What lies between is passed over, as the station does.
 */
export function previousModel(entries: readonly AuditEntry[]): string | null {
  let current: string | null = null;
  let history: (string | null)[] = [];
  for (const { event } of entries) {
    if (!isChange(event)) continue;
    history =
      event.type === 'promoted'
        ? [...history, current]
        : history.slice(0, Math.max(0, history.lastIndexOf(event.model)));
    current = event.model;
  }
  return history.at(-1) ?? null;
}

/** When and by whom the model in use came into use, and whether it was forced; null where the journal does not tell. */
export function promotedAt(
  entries: readonly AuditEntry[],
  model: string,
): { at: string; by: string; forced: boolean } | null {
  const entry = entries.findLast(({ event }) => isChange(event) && event.model === model);
  if (!entry) return null;
  const promoted = entries.findLast(({ event }) => event.type === 'promoted' && event.model === model)?.event;
  return { at: entry.at, by: entry.by, forced: promoted?.type === 'promoted' && promoted.forced };
}
