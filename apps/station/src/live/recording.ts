import { existsSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { writeError } from '@haustra/store';

const PART = '.part';
const numbered = (count: number): string => `recording-${String(count).padStart(3, '0')}.webm`;

/** The first bytes of a WebM file (EBML header). */
const EBML = Buffer.from([0x1a, 0x45, 0xdf, 0xa3]);

/**
 * One recording of the live picture on its way to the disk. Chunks are appended in order to `….webm.part`; at the stop
 * the file gets its name. After a crash the part holds all that was written, and WebM plays up to where it ends.
 */
export class Recording {
  /** Name within the examination's folder. */
  readonly file: string;
  readonly #folder: string;
  #handle: FileHandle;
  #bytes = 0;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, file: string, handle: FileHandle) {
    this.#folder = folder;
    this.file = file;
    this.#handle = handle;
  }

  /** @throws HaustraError `unwritable`. */
  static async start(folder: string): Promise<Recording> {
    const taken = (await readdir(folder)).filter((name) => /^recording-\d+\.webm/.test(name));
    const last = Math.max(0, ...taken.map((name) => Number(/\d+/.exec(name)?.[0])));
    const file = numbered(last + 1);
    try {
      return new Recording(folder, file, await open(join(folder, file + PART), 'ax'));
    } catch (thrown) {
      throw writeError(thrown, file);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Appends one chunk, after those before it.
   * @throws HaustraError `usage` where the first chunk is no WebM; `unwritable` (disk full, …).
   */
  chunk(data: Uint8Array): Promise<void> {
    const done = this.#queue.then(() => this.#write(data));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #write(data: Uint8Array): Promise<void> {
    if (this.#bytes === 0 && !EBML.equals(data.subarray(0, EBML.length))) {
      throw new HaustraError({
        code: 'usage',
        message: 'the first chunk of a recording does not begin as WebM does',
        where: this.file,
        hint: 'Send the chunks of one MediaRecorder in their order.',
      });
    }
    try {
      for (let at = 0; at < data.length; ) at += (await this.#handle.write(data, at)).bytesWritten;
    } catch (thrown) {
      throw writeError(thrown, this.file);
    }
    this.#bytes += data.length;
  }

  /** Closes the file and keeps it as a part, to be recovered later (the station shuts down). */
  async suspend(): Promise<void> {
    await this.#queue;
    await this.#handle.sync().catch(() => undefined);
    await this.#handle.close();
  }

  /** Gives the file its name. A recording without a byte is removed; returns whether there is a file. */
  async stop(): Promise<boolean> {
    await this.suspend();
    return keepPart(this.#folder, this.file);
  }
}

async function keepPart(folder: string, file: string): Promise<boolean> {
  const part = join(folder, file + PART);
  if ((await stat(part)).size === 0) {
    await rm(part);
    return false;
  }
  await rename(part, join(folder, file));
  return true;
}

/** Gives the recordings that a crash left as parts their names. Returns the files that are now whole. */
export async function recoverRecordings(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const parts = (await readdir(folder)).filter((name) => /^recording-\d+\.webm\.part$/.test(name)).sort();
  const kept: string[] = [];
  for (const part of parts) {
    const file = part.slice(0, -PART.length);
    if (await keepPart(folder, file)) kept.push(file);
  }
  return kept;
}
