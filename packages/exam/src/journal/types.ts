import type { Author, EventBody, HaustraError, JournalEntry } from '@haustra/domain';

/** An event before it is sealed into the chain. `atMs` is examination time. */
export interface JournalItem {
  readonly atMs: number;
  readonly author: Author;
  readonly event: EventBody;
}

/** The journal of one examination. One writer at a time. */
export interface Journal {
  /** All entries, the sealed ones that are still on their way to the disk included. */
  readonly entries: readonly JournalEntry[];
  /** Bytes of a torn last line that were set aside when the journal was opened. */
  readonly tornBytes: number;
  /** Why the last write failed; null while all is well. Entries wait in memory and are tried again. */
  readonly problem: HaustraError | null;
  /**
   * Seals the events into the chain at once and writes them behind, in order, in one flushed write. Never throws for
   * the disk's sake: a failed write is reported by `onProblem` and `flushed`.
   * @throws HaustraError `usage` after `close`; `internal` for an event that does not keep the schema.
   */
  append(items: readonly JournalItem[]): JournalEntry[];
  /**
   * Resolves when every entry appended before the call is on the disk.
   * @throws HaustraError `unwritable` when it could not be written (disk full, …).
   */
  flushed(): Promise<void>;
  /**
   * Writes what is left, closes the file and gives up the lock.
   * @throws HaustraError `unwritable` when entries could not be written.
   */
  close(): Promise<void>;
}

export interface JournalOptions {
  /** Told when a write fails, and with null when the writes go through again. */
  readonly onProblem?: (problem: HaustraError | null) => void;
  /** Told the number of the last entry that is flushed to the disk, after each write. */
  readonly onFlushed?: (seq: number) => void;
}

export interface Verification {
  /** The chain holds and no signature speaks against it. */
  readonly ok: boolean;
  /** Entries from the start that hold together. */
  readonly entries: number;
  /** Line (counted from 1) at which the chain first breaks. */
  readonly firstBroken?: number;
  /** What is wrong there, one plain sentence without a full stop. */
  readonly problem?: string;
  readonly signature: 'valid' | 'invalid' | 'absent';
  /** SHA-256 of the key that signed, as hexadecimal text; null when not signed. */
  readonly signer: string | null;
}
