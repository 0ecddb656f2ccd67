import type { Fingerprint, FrozenSet } from './frozen-set.js';

/** How the pictures that are there differ from those that were frozen: ids of each. */
export interface FrozenChanges {
  readonly missing: readonly string[];
  /** The picture itself is another. */
  readonly replaced: readonly string[];
  /** The picture is the same, what is said of it is not. */
  readonly relabelled: readonly string[];
  readonly added: readonly string[];
}

type Known = Pick<Fingerprint, 'id' | 'sha256' | 'truth'>;

/** Compares what was frozen with what is there; null where all is as it was. Pure. */
export function changesOf(frozen: FrozenSet, now: readonly Known[]): FrozenChanges | null {
  const there = new Map(now.map((picture) => [picture.id, picture]));
  const before = new Set(frozen.pictures.map(({ id }) => id));
  const missing: string[] = [];
  const replaced: string[] = [];
  const relabelled: string[] = [];
  for (const { id, sha256, truth } of frozen.pictures) {
    const found = there.get(id);
    if (found === undefined) missing.push(id);
    else if (found.sha256 !== sha256) replaced.push(id);
    else if (found.truth !== truth) relabelled.push(id);
  }
  const added = now.flatMap(({ id }) => (before.has(id) ? [] : [id]));
  const all = missing.length + replaced.length + relabelled.length + added.length;
  return all === 0 ? null : { missing, replaced, relabelled, added };
}

/** Such as `2 missing (a, b), 1 relabelled (c)`: at most three ids of each. */
export function changesText(changes: FrozenChanges): string {
  return Object.entries(changes)
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => {
      const named = ids.slice(0, 3).join(', ');
      return `${ids.length} ${what} (${named}${ids.length > 3 ? ', …' : ''})`;
    })
    .join(', ');
}
