import { resolve } from 'node:path';
import { HaustraError, type IndexRow } from '@haustra/domain';
import { loadPicture } from '@haustra/media';
import { type Analyser, modelName, type ReleasedModel, toPrediction } from '@haustra/vision';
import { unanswered } from '../predict/unanswered.js';
import type { Case } from './case.js';
import { readMask } from './files/read-mask.js';
import { type Frame, redrawFrame } from './frame/redraw.js';
import { overlapInField } from './mask.js';

/** What one picture is predicted with. */
export interface PredictRow {
  /** The folder that the paths of the index are relative to. */
  readonly folder: string;
  readonly model: ReleasedModel;
  readonly analyser: Analyser;
  readonly frame: Frame;
  readonly signal: AbortSignal;
}

export interface PredictRows extends PredictRow {
  readonly rows: readonly IndexRow[];
  readonly onDone: (pictures: number) => void;
}

/** Pictures that are read at the same time, so that the model seldom waits for one. */
const AT_ONCE = 4;

/**
 * Runs the model on every picture and lays its mask on the drawn one. A picture that cannot be analysed becomes a case
 * with an error and no findings; the run goes on.
 * @returns the cases in the order of the rows
 * @throws HaustraError `cancelled` when the signal is raised; what reading a drawn mask throws
 */
export async function predictRows(work: PredictRows): Promise<Case[]> {
  const cases = new Array<Case>(work.rows.length);
  const waiting = work.rows.entries();
  let done = 0;
  let stopped = false;
  const next = async (): Promise<void> => {
    try {
      for (const [index, row] of waiting) {
        work.signal.throwIfAborted();
        if (stopped) return;
        cases[index] = await predictRow(work, row);
        work.onDone(++done);
      }
    } finally {
      stopped = true;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return cases;
}

/**
 * Runs the model on one picture, as `predictRows` does on many.
 * @throws the signal's reason when it is raised; what reading a drawn mask throws
 */
export async function predictRow(work: PredictRow, row: IndexRow): Promise<Case> {
  const { analyser, folder, frame, model, signal } = work;
  const { manifest } = model;
  const name = modelName(analyser.info.id, analyser.info.sha256);
  const drawn = row.mask === null ? null : await readMask(resolve(folder, row.mask));
  try {
    const { width, height } = manifest.input;
    const picture = await loadPicture(resolve(folder, row.image), { width, height, signal });
    const seen = frame === 'random' ? redrawFrame(picture, row.id) : picture;
    const findings = await analyser.analyse(seen);
    return {
      row,
      prediction: toPrediction(findings, manifest, row.id, row.image, name),
      mask: drawn === null ? null : overlapInField(drawn, findings.mask, findings.field),
    };
  } catch (thrown) {
    if (signal.aborted || !(thrown instanceof HaustraError)) throw thrown;
    const mask = drawn === null ? null : overlapInField(drawn, NO_MASK, WHOLE_FIELD);
    return { row, prediction: unanswered(row.id, row.image, name, thrown), mask };
  }
}

const NO_MASK = { width: 1, height: 1, values: new Uint8Array(1) };
const WHOLE_FIELD = { x: 0, y: 0, w: 1, h: 1 };
