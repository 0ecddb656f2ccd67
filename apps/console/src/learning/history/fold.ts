import type { AuditEntry } from '@haustra/domain';

/** An entry, or a run of corrections of one person in one round, which stands as its last entry. */
export interface FoldedEntry {
  readonly entry: AuditEntry;
  readonly times: number;
}

const roundOf = ({ event }: AuditEntry): string | null => (event.type === 'corrected' ? event.round : null);

/** Entries in their order, with corrections of the same person and round that follow each other counted as one. */
export function foldCorrections(entries: readonly AuditEntry[]): FoldedEntry[] {
  const folded: FoldedEntry[] = [];
  for (const entry of entries) {
    const last = folded.at(-1);
    const round = roundOf(entry);
    if (last && round !== null && roundOf(last.entry) === round && last.entry.by === entry.by)
      folded[folded.length - 1] = { entry, times: last.times + 1 };
    else folded.push({ entry, times: 1 });
  }
  return folded;
}
