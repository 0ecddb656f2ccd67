import { open } from 'node:fs/promises';
import { type Duplicates, Pool, type Pooled } from '@haustra/learning';
import { AppendFile } from '@haustra/store';
import type { RoundFolder } from '../folder.js';
import { isFrame, isKept, type LookedLine, LookedLineSchema, lookOfText } from '../frames/lines.js';
import { fallenOut } from '../frames/read.js';
import { jsonLines } from '../json-lines.js';

/** Lines that a kill may cost; each flush to the disk takes as long as a frame. */
const BATCH = 32;

/** The growing list of frames that were looked at. */
export class LookedFile {
  readonly #file: AppendFile;
  #waiting: LookedLine[] = [];

  private constructor(file: AppendFile) {
    this.#file = file;
  }

  /** @throws HaustraError `unwritable` */
  static async open(folder: RoundFolder): Promise<LookedFile> {
    const torn = await endsTorn(folder.looked);
    const file = await AppendFile.open(folder.looked);
    // What a kill left of a line becomes a line that is passed over, instead of spoiling the next one.
    if (torn) await file.append('\n');
    return new LookedFile(file);
  }

  /** @throws HaustraError `unwritable` */
  async write(line: LookedLine): Promise<void> {
    this.#waiting.push(line);
    if (this.#waiting.length >= BATCH || 'finished' in line) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const text = this.#waiting.map((line) => `${JSON.stringify(line)}\n`).join('');
    await this.#file.append(text);
    this.#waiting = [];
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#file.close();
  }
}

async function endsTorn(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    if (size === 0) return false;
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() !== '\n';
  } finally {
    await file.close();
  }
}

/** Where gathering stands, read from what is on the disk. */
export interface Standing {
  /** Number of the next frame. */
  next: number;
  /** Items that were read to their end. */
  readonly finished: Set<string>;
  /** Time up to which the others were looked at, by source. */
  readonly reached: Map<string, number>;
  readonly pool: Pool;
  readonly duplicates: Duplicates;
  readonly counts: { looked: number; dropped: Record<string, number> };
}

/**
 * Reads what was looked at before a stop, so that it is not looked at again.
 * @param known duplicates to begin with: pictures of earlier rounds
 */
export async function standingOf(folder: RoundFolder, keep: number, known: Duplicates): Promise<Standing> {
  const out = await fallenOut(folder);
  const finished = new Set<string>();
  const reached = new Map<string, number>();
  const pictures: Pooled[] = [];
  const counts: Standing['counts'] = { looked: 0, dropped: {} };
  let next = 0;
  for await (const line of jsonLines(folder.looked, LookedLineSchema)) {
    if ('finished' in line) {
      finished.add(line.finished);
      reached.delete(line.finished);
    }
    if (!isFrame(line)) continue;
    next = Math.max(next, line.n + 1);
    counts.looked += 1;
    // A still, or a recording that could not be read, is done with its one line.
    if (line.atMs === null) finished.add(line.source);
    else reached.set(line.source, line.atMs);
    const why = out.has(line.n) ? 'surplus' : line.why;
    if (why !== null) counts.dropped[why] = (counts.dropped[why] ?? 0) + 1;
    if (!isKept(line)) continue;
    const look = lookOfText(line.look);
    known.take(line.hash, look);
    if (why === null) pictures.push({ n: line.n, worth: line.doubt ?? 0, look });
  }
  return { next, finished, reached, pool: new Pool(keep, pictures), duplicates: known, counts };
}
