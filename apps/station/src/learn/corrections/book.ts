import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Correction, CorrectionSchema, HaustraError } from '@haustra/domain';
import { frameKey, lastWords } from '@haustra/learning';
import { AppendFile, withLock } from '@haustra/store';
import type { LearningFolder } from '../folder.js';
import { jsonLines } from '../json-lines.js';

/** What doctors said of frames: `corrections.jsonl`, which only grows. The last word on a frame counts. */
export class CorrectionBook {
  constructor(readonly learning: LearningFolder) {}

  /** Every line, in the order in which it was said. */
  all(): AsyncGenerator<Correction> {
    return jsonLines(this.learning.corrections, CorrectionSchema);
  }

  /** What holds now, by `frameKey`. */
  async current(): Promise<Map<string, Correction>> {
    const all: Correction[] = [];
    for await (const correction of this.all()) all.push(correction);
    return lastWords(all);
  }

  async of(round: string, frame: number): Promise<Correction | null> {
    return (await this.current()).get(frameKey(round, frame)) ?? null;
  }

  /**
   * Writes what was said, flushed, all of it or nothing.
   * @throws HaustraError `not-found` for a frame that its round did not keep; `busy`, `unwritable`.
   */
  async add(corrections: readonly Correction[]): Promise<void> {
    for (const { round, frame } of corrections) {
      if (!existsSync(this.learning.round(round).picture(frame))) throw noFrame(round, frame);
    }
    if (corrections.length === 0) return;
    const path = this.learning.corrections;
    await mkdir(dirname(path), { recursive: true });
    await withLock(`${path}.lock`, 'corrections are being written', async () => {
      const file = await AppendFile.open(path);
      try {
        await file.append(corrections.map((one) => `${JSON.stringify(one)}\n`).join(''));
      } finally {
        await file.close();
      }
    });
  }
}

export const noFrame = (round: string, frame: number): HaustraError =>
  new HaustraError({
    code: 'not-found',
    message: 'the round kept no such frame',
    where: frameKey(round, frame),
    hint: 'haustra learn frames shows those that it kept.',
  });
