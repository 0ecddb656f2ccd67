import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IndexRow, PredictionSchema } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import { z } from 'zod';
import type { Case } from '../../evaluate/case.js';
import type { CasePair } from './run-pair.js';

const count = z.number().int().nonnegative();
/** One line of `overlaps.jsonl`: pixels of the drawn and the predicted outline of a picture. */
const OverlapLineSchema = z.object({
  id: z.string(),
  mask: z.object({ drawn: count, predicted: count, both: count }).nullable(),
});

/** What was measured: the same models on the same pictures need not be run again. */
export interface EvaluationKey {
  /** SHA-256 of the manifests. */
  readonly current: string;
  readonly candidate: string;
  /** SHA-256 of the frozen set. */
  readonly frozen: string;
}

const KEY_FILE = 'measured.json';
const SIDES = ['current', 'candidate'] as const;

/** Keeps what both models said: predictions and outlines of each in a folder, and last what they were measured on. */
export async function writeEvaluation(out: string, pair: CasePair, key: EvaluationKey): Promise<void> {
  for (const side of SIDES) {
    const folder = join(out, side);
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(
      join(folder, 'predictions.jsonl'),
      lines(pair[side].map(({ prediction }) => prediction)),
    );
    await writeFileAtomic(
      join(folder, 'overlaps.jsonl'),
      lines(pair[side].map(({ row, mask }) => ({ id: row.id, mask }))),
    );
  }
  await writeFileAtomic(join(out, KEY_FILE), `${JSON.stringify(key, null, 2)}\n`);
}

/** What `writeEvaluation` kept for these rows; null where it is not whole or of something else. */
export async function readEvaluation(
  out: string,
  rows: readonly IndexRow[],
  key: EvaluationKey,
): Promise<CasePair | null> {
  try {
    const kept: unknown = JSON.parse(await readFile(join(out, KEY_FILE), 'utf8'));
    if (JSON.stringify(kept) !== JSON.stringify(key)) return null;
    const [current, candidate] = await Promise.all(SIDES.map((side) => readCases(join(out, side), rows)));
    return current && candidate ? { current, candidate } : null;
  } catch {
    // Whatever is wrong with files of our own: measuring again mends it.
    return null;
  }
}

async function readCases(folder: string, rows: readonly IndexRow[]): Promise<Case[] | null> {
  const predictions = await parsedLines(join(folder, 'predictions.jsonl'), PredictionSchema);
  const overlaps = await parsedLines(join(folder, 'overlaps.jsonl'), OverlapLineSchema);
  const cases = rows.flatMap((row, at): Case[] => {
    const [prediction, overlap] = [predictions[at], overlaps[at]];
    const same = prediction?.id === row.id && overlap?.id === row.id;
    return same ? [{ row, prediction, mask: overlap.mask }] : [];
  });
  return cases.length === rows.length && predictions.length === rows.length ? cases : null;
}

async function parsedLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

const lines = (items: readonly object[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('');
