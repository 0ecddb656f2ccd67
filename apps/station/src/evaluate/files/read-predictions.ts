import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  asHaustraError,
  HaustraError,
  type IndexRow,
  type Prediction,
  PredictionSchema,
} from '@haustra/domain';
import { isMissing } from './read-index.js';

/**
 * Reads the predictions for the rows, in the order of the rows; predictions for other pictures are passed over.
 * @throws HaustraError `not-found` where the file or the prediction of a row is missing (leaving a picture out would
 * flatter the numbers), `unreadable` with the line that is wrong
 */
export async function readPredictions(file: string, rows: readonly IndexRow[]): Promise<Prediction[]> {
  const wanted = new Set(rows.map((row) => row.id));
  const found = new Map<string, Prediction>();
  const input = createReadStream(file);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  input.on('error', () => lines.close());
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined);
  try {
    await Promise.race([failed, collect(file, lines, wanted, found)]);
    if (input.errored) throw input.errored;
  } catch (thrown) {
    throw asHaustraError(thrown, {
      code: isMissing(thrown) ? 'not-found' : 'unreadable',
      message: isMissing(thrown) ? 'there is no such file of predictions' : 'the predictions cannot be read',
      where: file,
      hint: 'Write it with: haustra predict INDEX.csv --out predictions.jsonl',
    });
  }
  return rows.map((row) => {
    const prediction = found.get(row.id);
    if (prediction !== undefined) return prediction;
    throw new HaustraError({
      code: 'not-found',
      message: `${rows.length - found.size} of ${rows.length} pictures have no prediction, the first is ${row.id}`,
      where: file,
      hint: 'Predict every picture of the index, or choose those predicted with --split and --source.',
    });
  });
}

async function collect(
  file: string,
  lines: AsyncIterable<string>,
  wanted: ReadonlySet<string>,
  found: Map<string, Prediction>,
): Promise<void> {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === '') continue;
    const prediction = parseLine(file, number, line);
    if (wanted.has(prediction.id)) found.set(prediction.id, prediction);
  }
}

function parseLine(file: string, number: number, line: string): Prediction {
  try {
    return PredictionSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new HaustraError({
      code: 'unreadable',
      message: `line ${number} is no prediction`,
      where: file,
      hint: 'Write the file again with: haustra predict INDEX.csv --out predictions.jsonl',
      cause,
    });
  }
}
