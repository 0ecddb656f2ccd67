import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asHaustraError, HaustraError, type IndexRow } from '@haustra/domain';
import { isMissing } from '../files/read-index.js';
import type { EvaluateMessages } from '../messages/index.js';
import { type MetricsFile, MetricsFileSchema } from '../metrics-file.js';
import { fingerprintOf } from '../pictures.js';
import { readCases } from '../read-cases.js';
import type { EvaluatedRun } from './compare.js';

export interface ReadEarlier {
  /** Output folder of the earlier run. */
  readonly folder: string;
  /** The rows that are measured now, by which the earlier run is judged again. */
  readonly rows: readonly IndexRow[];
  readonly signal: AbortSignal;
  readonly m: EvaluateMessages;
}

/**
 * Reads an earlier run of `haustra evaluate`: its `metrics.json`, and its `predictions.jsonl` where there is one.
 * @throws HaustraError `not-found` or `unreadable` for the files; `usage` where it was not of the same pictures, or where
 * that cannot be told
 */
export async function readEarlier(work: ReadEarlier): Promise<EvaluatedRun> {
  const { folder, rows, signal, m } = work;
  const metrics = await readMetrics(join(folder, 'metrics.json'), m);
  const predictions = join(folder, 'predictions.jsonl');
  const there = existsSync(predictions);
  if (metrics.picturesSha256 === null && !there)
    throw refusal(m.against.unknown, m.against.unknownHint, folder);
  const all = metrics.sets.find((set) => set.kind === 'all');
  // Files of the first versions have no fingerprint: as many pictures, and a prediction for each row, is the same.
  const same =
    metrics.picturesSha256 === null
      ? all?.pictures === rows.length
      : metrics.picturesSha256 === fingerprintOf(rows);
  if (!same) throw refusal(m.against.others(all?.pictures ?? 0, rows.length), m.against.othersHint, folder);
  if (!there) return { metrics, cases: null };
  const cases = await readCases({ rows, folder, predictions, masks: null, signal });
  if (cases.some((item) => item.prediction.model !== metrics.model)) {
    throw refusal(m.against.mixed, m.against.mixedHint, folder);
  }
  return { metrics, cases };
}

async function readMetrics(file: string, m: EvaluateMessages): Promise<MetricsFile> {
  try {
    return MetricsFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: isMissing(thrown) ? 'not-found' : 'unreadable',
      message: isMissing(thrown) ? m.against.missing : m.against.unreadable,
      where: file,
      hint: m.against.missingHint,
    });
  }
}

const refusal = (message: string, hint: string, where: string) =>
  new HaustraError({ code: 'usage', message, where, hint });
