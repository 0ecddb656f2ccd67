import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AuditEntry, AuditEntrySchema, HaustraError, type ModelEvent } from '@haustra/domain';
import {
  AppendFile,
  type ChainScan,
  cutTorn,
  hashOf,
  lineOf,
  NO_HASH,
  scanChain,
  systemCode,
  withLock,
  writeError,
} from '@haustra/store';

/** Files of the folder of models. */
export const AUDIT_FILE = 'journal.jsonl';
const TORN_FILE = 'journal.torn';
const LOCK_FILE = 'journal.lock';

/** Whether the audit journal is as it was written. */
export interface AuditVerification {
  readonly ok: boolean;
  /** Entries from the start that hold together. */
  readonly entries: number;
  /** Line (from 1) at which it first breaks, and what is wrong there; null where nothing is. */
  readonly broken: { readonly line: number; readonly problem: string } | null;
}

/**
 * The audit journal: what was done to models, by whom and when. Entries are chained as those of an examination are, so
 * that a changed, dropped or moved line is found. Several processes may append: each append is one short turn with
 * the lock, flushed to the disk before it resolves.
 */
export class AuditJournal {
  readonly path: string;
  readonly #folder: string;
  /** What was read last, and the size and time that the file then had. */
  #read: { readonly stamp: string; readonly entries: readonly AuditEntry[] } | null = null;

  /** @param folder the folder of models; made at the first entry */
  constructor(folder: string) {
    this.#folder = folder;
    this.path = join(folder, AUDIT_FILE);
  }

  /**
   * Appends events, all or none. A last line that a crash left unfinished is set aside first.
   * @param by a person's name, or `station`
   * @throws HaustraError `journal-broken` where the last line does not hold; `unwritable`; `busy`
   */
  async append(by: string, events: readonly ModelEvent[], at = new Date()): Promise<AuditEntry[]> {
    await mkdir(this.#folder, { recursive: true }).catch((thrown) =>
      Promise.reject(writeError(thrown, this.#folder)),
    );
    return withLock(join(this.#folder, LOCK_FILE), 'the audit journal is being written', async () => {
      const last = await this.#healedEnd();
      const sealed = seal(last, by, events, at);
      const file = await AppendFile.open(this.path);
      try {
        await file.append(sealed.map(lineOf).join(''));
      } finally {
        await file.close();
      }
      return sealed;
    });
  }

  /**
   * All entries, from the first; none where there is no journal yet. A last line that is still being written is left out.
   * @throws HaustraError `journal-broken` with the line and what is wrong
   */
  async read(): Promise<readonly AuditEntry[]> {
    const stamp = await stat(this.path).then(
      ({ size, mtimeMs, ino }) => `${ino} ${size} ${mtimeMs}`,
      () => null,
    );
    // Asked every few seconds by a running station: a file that nobody touched is not read again.
    if (stamp !== null && this.#read?.stamp === stamp) return this.#read.entries;
    const { entries, broken } = scanAudit(await this.#bytes());
    if (broken) throw brokenError(this.path, broken);
    this.#read = stamp === null ? null : { stamp, entries };
    return entries;
  }

  /** Looks at every line. A missing end cannot be seen: compare `entries` with what is known from elsewhere. */
  async verify(): Promise<AuditVerification> {
    const { entries, broken, tornBytes } = scanAudit(await this.#bytes());
    const torn =
      tornBytes > 0 ? { line: entries.length + 1, problem: 'the last line is not complete' } : null;
    const first = broken ?? torn;
    return { ok: first === null, entries: entries.length, broken: first };
  }

  async #bytes(): Promise<Uint8Array> {
    try {
      return await readFile(this.path);
    } catch (thrown) {
      if (systemCode(thrown) === 'ENOENT') return new Uint8Array();
      throw new HaustraError({
        code: 'unreadable',
        message: 'the audit journal cannot be read',
        where: this.path,
        hint: 'Check the permissions of the data folder.',
        cause: thrown,
      });
    }
  }

  /** The last entry. Only its line is looked at, so that an append does not take longer from year to year. */
  async #healedEnd(): Promise<AuditEntry | undefined> {
    const bytes = await this.#bytes();
    if (bytes.length === 0) return undefined;
    const whole = bytes.at(-1) === NEWLINE;
    const last = whole ? lastEntry(bytes) : null;
    if (last !== null) return last;
    const scan = scanAudit(bytes);
    if (scan.broken) throw brokenError(this.path, scan.broken);
    const torn = bytes.subarray(scan.goodBytes);
    if (torn.length > 0) await cutTorn(this.path, join(this.#folder, TORN_FILE), torn, scan.goodBytes);
    return scan.entries.at(-1);
  }
}

const NEWLINE = 0x0a;

const parseEntry = (json: unknown): AuditEntry | null => AuditEntrySchema.safeParse(json).data ?? null;

/** What the bytes of an audit journal hold. Pure. */
export const scanAudit = (bytes: Uint8Array): ChainScan<AuditEntry> => scanChain(bytes, parseEntry);

/** The entry on the last whole line, or null where that line does not hold. */
function lastEntry(bytes: Uint8Array): AuditEntry | null {
  const from = bytes.lastIndexOf(NEWLINE, bytes.length - 2) + 1;
  try {
    const entry = parseEntry(JSON.parse(new TextDecoder().decode(bytes.subarray(from))));
    return entry !== null && hashOf(entry) === entry.hash ? entry : null;
  } catch {
    return null;
  }
}

function seal(
  last: AuditEntry | undefined,
  by: string,
  events: readonly ModelEvent[],
  at: Date,
): AuditEntry[] {
  let seq = last === undefined ? 0 : last.seq + 1;
  let prev = last?.hash ?? NO_HASH;
  return events.map((event) => {
    const body = { seq: seq++, at: at.toISOString(), by, event, prev };
    const parsed = AuditEntrySchema.safeParse({ ...body, hash: NO_HASH });
    if (!parsed.success) throw malformed(event.type, parsed.error);
    const { hash: _, ...known } = parsed.data;
    const entry = { ...known, hash: hashOf(known) };
    prev = entry.hash;
    return entry;
  });
}

const malformed = (type: string, cause: unknown): HaustraError =>
  new HaustraError({
    code: 'internal',
    message: `the event '${type}' does not keep the audit journal's schema`,
    hint: 'This is a fault of the program; please report it.',
    cause,
  });

const brokenError = (
  path: string,
  broken: { readonly line: number; readonly problem: string },
): HaustraError =>
  new HaustraError({
    code: 'journal-broken',
    message: `line ${broken.line} of the audit journal does not hold: ${broken.problem}`,
    where: path,
    hint: 'Restore the file from a copy; a journal is never mended by hand.',
  });
