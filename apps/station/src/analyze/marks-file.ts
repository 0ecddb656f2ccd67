import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Ms, ShownLesion } from '@haustra/domain';
import type { OverlayMark } from '@haustra/media';

/**
 * What was shown and when, kept on the disk until the overlay is drawn: the outlines of an hour of video are too many
 * to hold in memory.
 */
export class MarksFile {
  readonly #path: string;
  readonly #file: WriteStream;
  #problem: Error | null = null;
  #open: { timeMs: Ms; lesions: readonly ShownLesion[] } | null = null;
  #lastGap = 40;

  constructor(path: string) {
    this.#path = path;
    this.#file = createWriteStream(path);
    this.#file.on('error', (error) => {
      this.#problem = error;
    });
  }

  /** What one frame shows; it is drawn until the next frame. */
  add(timeMs: Ms, lesions: readonly ShownLesion[]): void {
    if (this.#open !== null) this.#lastGap = timeMs - this.#open.timeMs;
    this.#write(timeMs);
    this.#open = { timeMs, lesions };
  }

  #write(endMs: number): void {
    if (this.#open === null || this.#open.lesions.length === 0) return;
    this.#file.write(`${JSON.stringify({ ...this.#open, endMs })}\n`);
  }

  /** Closes the file; the last frame lasts as long as the one before it. */
  async finish(): Promise<void> {
    if (this.#open !== null) this.#write(this.#open.timeMs + this.#lastGap);
    this.#open = null;
    this.#file.end();
    if (this.#problem === null) await once(this.#file, 'close');
    if (this.#problem !== null) throw this.#problem;
  }

  /** The marks in order of time. */
  async *read(): AsyncGenerator<OverlayMark> {
    for await (const line of createInterface({ input: createReadStream(this.#path) })) {
      // Written by this very process a moment ago: no schema stands between.
      yield JSON.parse(line) as OverlayMark;
    }
  }

  async remove(): Promise<void> {
    this.#file.destroy();
    await rm(this.#path, { force: true });
  }
}
