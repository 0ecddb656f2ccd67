import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.js';

/** What every entry of a chained journal has: its number, the hash of the entry before it, and its own. */
export interface Chained {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** What the first entry of a journal follows. */
export const NO_HASH = '0'.repeat(64);

/** SHA-256 of the entry's canonical JSON without `hash`, as hexadecimal text. */
export function hashOf(entry: Omit<Chained, 'hash'> & { hash?: string }): string {
  const { hash: _, ...rest } = entry;
  return createHash('sha256').update(canonicalJson(rest)).digest('hex');
}

/** The entry as it stands in its journal, with its line end. */
export const lineOf = (entry: Chained): string => `${canonicalJson(entry)}\n`;
