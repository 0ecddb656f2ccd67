import { canonicalJson } from './canonical.js';
import { type Chained, hashOf, NO_HASH } from './chain.js';

/** What the bytes of a chained journal hold. */
export interface ChainScan<Entry extends Chained> {
  /** Entries from the start that hold together. */
  readonly entries: readonly Entry[];
  /** Length of their lines in bytes. */
  readonly goodBytes: number;
  /** Bytes of a last line that a crash left unfinished; 0 when there is none. */
  readonly tornBytes: number;
  /** The first line (from 1) that does not hold, and what is wrong with it. */
  readonly broken: { readonly line: number; readonly problem: string } | null;
}

const NEWLINE = 0x0a;

/**
 * Reads a journal up to its end or to the first line that does not hold. Pure.
 * @param parse gives the entry, or null for what is none
 */
export function scanChain<Entry extends Chained>(
  bytes: Uint8Array,
  parse: (json: unknown) => Entry | null,
): ChainScan<Entry> {
  const entries: Entry[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const end = bytes.indexOf(NEWLINE, offset);
    if (end < 0) return { entries, goodBytes: offset, tornBytes: bytes.length - offset, broken: null };
    const line = bytes.subarray(offset, end);
    const read = readLine(line, entries.at(-1), parse);
    if (typeof read === 'string') {
      // A power cut can leave blocks that were never written: they read as zeros, which JSON never holds.
      const unwritten = line.includes(0);
      const tornBytes = unwritten ? bytes.length - offset : 0;
      const broken = unwritten ? null : { line: entries.length + 1, problem: read };
      return { entries, goodBytes: offset, tornBytes, broken };
    }
    entries.push(read);
    offset = end + 1;
  }
  return { entries, goodBytes: offset, tornBytes: 0, broken: null };
}

/** One line as the entry that follows `last`, or what is wrong with it. */
function readLine<Entry extends Chained>(
  line: Uint8Array,
  last: Entry | undefined,
  parse: (json: unknown) => Entry | null,
): Entry | string {
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
    json = JSON.parse(text);
  } catch {
    return 'the line is not JSON';
  }
  const entry = parse(json);
  if (entry === null) return 'the line is not a journal entry';
  const seq = last ? last.seq + 1 : 0;
  // The canonical form is compared too: a changed byte that means the same is still a changed byte.
  if (hashOf(entry) !== entry.hash || canonicalJson(entry) !== text) {
    return 'the line was changed after it was written';
  }
  if (entry.seq !== seq)
    return `entry ${entry.seq} stands where entry ${seq} belongs: a line was dropped or moved`;
  if (entry.prev !== (last?.hash ?? NO_HASH)) return 'the line does not follow the one before it';
  return entry;
}
