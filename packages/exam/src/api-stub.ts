import type { KeyObject } from 'node:crypto';
import { type Exam, HaustraError, type JournalEntry } from '@haustra/domain';
import type { Journal, JournalOptions, Verification } from './journal/types.js';

const unbuilt = () => new HaustraError({ code: 'unsupported', message: 'not built yet' });
export interface StationKey {
  readonly privateKey: KeyObject;
  /** Public key as PEM (SPKI). */
  readonly publicKey: string;
}
export const JOURNAL_FILE = 'journal.jsonl';
export const SIGNATURE_FILE = 'journal.sig';
/** Starts the journal of a new examination in a folder (made if missing). */
export function createJournal(_folder: string, _options?: JournalOptions): Promise<Journal> {
  throw unbuilt();
}
/** Opens a journal to go on with it: torn last line set aside, chain checked. */
export function openJournal(_folder: string, _options?: JournalOptions): Promise<Journal> {
  throw unbuilt();
}
/** A journal kept in memory only. */
export function memoryJournal(): Journal {
  throw unbuilt();
}
/** Reads and checks a journal file; a torn last line is left out. */
export function readJournal(_file: string): Promise<JournalEntry[]> {
  throw unbuilt();
}
export function verifyJournal(_file: string, _options?: { publicKey?: string }): Promise<Verification> {
  throw unbuilt();
}
export function signJournal(_folder: string, _key: StationKey): Promise<void> {
  throw unbuilt();
}
export function loadStationKey(_dataDir: string): Promise<StationKey> {
  throw unbuilt();
}
export function foldExam(_entries: readonly JournalEntry[], _performance: Exam['performance']): Exam {
  throw unbuilt();
}
export function examIdOf(_fingerprint: string, _modelSha256: string): string {
  throw unbuilt();
}
