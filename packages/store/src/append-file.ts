import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { syncFolder } from './durable.js';
import { writeError } from './io-error.js';

/**
 * A file that only grows. Appends run one after another, in the order of the calls; each resolves when its bytes are
 * flushed to the disk. A failed append leaves the file as it was before, so the same text can be tried again.
 */
export class AppendFile {
  readonly path: string;
  #file: FileHandle;
  #length: number;
  #queue: Promise<unknown> = Promise.resolve();
  /** Bytes of a failed append may still be in the file and must go before anything else is written. */
  #dirty = false;
  #closed = false;

  private constructor(path: string, file: FileHandle, length: number) {
    this.path = path;
    this.#file = file;
    this.#length = length;
  }

  /**
   * Opens the file for appending; creates it where it does not exist.
   * @throws HaustraError `unwritable`.
   */
  static async open(path: string): Promise<AppendFile> {
    try {
      const file = await open(path, 'a');
      await syncFolder(dirname(path));
      return new AppendFile(path, file, (await file.stat()).size);
    } catch (thrown) {
      throw writeError(thrown, path);
    }
  }

  /** Length of what is flushed, in bytes. */
  get length(): number {
    return this.#length;
  }

  /**
   * Appends text (UTF-8) or bytes and flushes them.
   * @throws HaustraError `unwritable` (disk full, …); `usage` after `close`.
   */
  append(data: string | Uint8Array): Promise<void> {
    if (this.#closed) return Promise.reject(closedError(this.path));
    const done = this.#queue.then(() => this.#write(data));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #write(data: string | Uint8Array): Promise<void> {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
    try {
      if (this.#dirty) await this.#file.truncate(this.#length);
      this.#dirty = true;
      for (let written = 0; written < bytes.length; ) {
        written += (await this.#file.write(bytes, written)).bytesWritten;
      }
      await this.#file.sync();
      this.#dirty = false;
      this.#length += bytes.length;
    } catch (thrown) {
      throw writeError(thrown, this.path);
    }
  }

  /** Waits for the appends under way, then closes the file. Closing twice does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue;
    // What a failed append left behind must not be read as a torn line later.
    if (this.#dirty) await this.#file.truncate(this.#length).catch(() => undefined);
    await this.#file.close();
  }
}

const closedError = (path: string): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: 'the file is closed and takes no more text',
    where: path,
    hint: 'Open it again to go on writing.',
  });
