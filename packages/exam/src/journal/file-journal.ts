import { HaustraError, type JournalEntry } from '@haustra/domain';
import { type AppendFile, lineOf, writeError } from '@haustra/store';
import { seal } from './chain.js';
import type { Journal, JournalItem, JournalOptions } from './types.js';

const RETRY_MS = 1000;

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
  readonly reject: (error: HaustraError) => void;
}

/** The journal of an examination on disk: sealed at once, written behind, tried again when a write fails. */
export class FileJournal implements Journal {
  readonly entries: JournalEntry[];
  readonly tornBytes: number;
  #problem: HaustraError | null = null;
  readonly #file: AppendFile;
  readonly #unlock: () => Promise<void>;
  readonly #options: JournalOptions;
  /** How many entries are on the disk. */
  #written: number;
  #writing = false;
  #retry: NodeJS.Timeout | null = null;
  #waiters: Waiter[] = [];
  #closed = false;

  constructor(
    file: AppendFile,
    unlock: () => Promise<void>,
    opened: { readonly entries: readonly JournalEntry[]; readonly tornBytes: number },
    options: JournalOptions,
  ) {
    this.#file = file;
    this.#unlock = unlock;
    this.#options = options;
    this.entries = [...opened.entries];
    this.tornBytes = opened.tornBytes;
    this.#written = this.entries.length;
  }

  get problem(): HaustraError | null {
    return this.#problem;
  }

  append(items: readonly JournalItem[]): JournalEntry[] {
    if (this.#closed) throw closedError(this.#file.path);
    const sealed = seal(this.entries.at(-1), items);
    this.entries.push(...sealed);
    this.#write();
    return sealed;
  }

  flushed(): Promise<void> {
    const count = this.entries.length;
    if (this.#written >= count) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ count, resolve, reject });
      this.#write();
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.flushed();
    } finally {
      if (this.#retry) clearTimeout(this.#retry);
      await this.#file.close().finally(this.#unlock);
    }
  }

  /** Starts writing unless it runs already. Events that come meanwhile go together into the next write. */
  #write(): void {
    if (this.#writing) return;
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    this.#writing = true;
    void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    // Waits a turn, so that events of one frame make one write.
    await Promise.resolve();
    while (this.#written < this.entries.length) {
      const batch = this.entries.slice(this.#written);
      try {
        await this.#file.append(batch.map(lineOf).join(''));
      } catch (thrown) {
        this.#writing = false;
        this.#failed(writeError(thrown, this.#file.path));
        return;
      }
      this.#written += batch.length;
      this.#succeeded();
    }
    this.#writing = false;
  }

  #succeeded(): void {
    if (this.#problem) {
      this.#problem = null;
      this.#tell(() => this.#options.onProblem?.(null));
    }
    const done = this.#waiters.filter((waiter) => waiter.count <= this.#written);
    this.#waiters = this.#waiters.filter((waiter) => waiter.count > this.#written);
    for (const waiter of done) waiter.resolve();
    const last = this.entries[this.#written - 1];
    if (last) this.#tell(() => this.#options.onFlushed?.(last.seq));
  }

  #failed(problem: HaustraError): void {
    const first = this.#problem === null;
    this.#problem = problem;
    for (const waiter of this.#waiters.splice(0)) waiter.reject(problem);
    if (first) this.#tell(() => this.#options.onProblem?.(problem));
    if (this.#closed) return;
    this.#retry = setTimeout(() => this.#write(), RETRY_MS);
    this.#retry.unref();
  }

  /** A listener that throws must not stop the writing; it is warned of instead. */
  #tell(listener: () => void): void {
    try {
      listener();
    } catch (thrown) {
      process.emitWarning(thrown instanceof Error ? thrown : String(thrown));
    }
  }
}

const closedError = (path: string): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: 'the journal is closed and takes no more events',
    where: path,
    hint: 'Open it again to go on with the examination.',
  });
