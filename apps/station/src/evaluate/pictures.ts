import { createHash } from 'node:crypto';
import type { IndexRow } from '@haustra/domain';

/** SHA-256 of the ids of the rows, sorted, one a line: the same for the same pictures in any order. */
export function fingerprintOf(rows: readonly IndexRow[]): string {
  const ids = rows.map((row) => row.id).sort();
  return createHash('sha256').update(ids.join('\n')).digest('hex');
}
