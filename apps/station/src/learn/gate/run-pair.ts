import type { IndexRow } from '@haustra/domain';
import { type Analyser, type ReleasedModel, startAnalyser } from '@haustra/vision';
import type { Case } from '../../evaluate/case.js';
import { type PredictRow, predictRow } from '../../evaluate/predict-rows.js';

export interface RunPair {
  readonly rows: readonly IndexRow[];
  /** The folder that the paths of the index are relative to. */
  readonly folder: string;
  readonly current: ReleasedModel;
  readonly candidate: ReleasedModel;
  readonly signal: AbortSignal;
  /** Waits while the machine is needed for something else. */
  readonly breathe: () => Promise<void>;
  readonly onDone: (pictures: number) => void;
}

/** What both models say of the same pictures, in the order of the rows. */
export interface CasePair {
  readonly current: Case[];
  readonly candidate: Case[];
}

/** Pictures at work at the same time: while one is read, another is with a model. */
const AT_ONCE = 2;

/**
 * Runs two models on the same pictures, on the CPU, where each machine gives the same numbers. They take turns picture
 * by picture, each the first as often as the other, so that whatever else the machine does slows both alike.
 * @throws HaustraError where a model cannot run; the signal's reason when it is raised
 */
export async function runPair(work: RunPair): Promise<CasePair> {
  const { rows, signal } = work;
  const result: CasePair = { current: new Array(rows.length), candidate: new Array(rows.length) };
  const analysers: Analyser[] = [];
  try {
    const sides: { readonly side: keyof CasePair; readonly predicting: PredictRow }[] = [];
    for (const side of ['current', 'candidate'] as const) {
      const model = work[side];
      const analyser = await startAnalyser(model, { provider: 'cpu' });
      analysers.push(analyser);
      const predicting: PredictRow = { folder: work.folder, model, analyser, frame: 'original', signal };
      sides.push({ side, predicting });
    }
    const waiting = rows.entries();
    let done = 0;
    let stopped = false;
    const next = async (): Promise<void> => {
      try {
        for (const [at, row] of waiting) {
          await work.breathe();
          signal.throwIfAborted();
          if (stopped) return;
          for (const { side, predicting } of at % 2 === 0 ? sides : [...sides].reverse()) {
            result[side][at] = await predictRow(predicting, row);
          }
          work.onDone(++done);
        }
      } finally {
        stopped = true;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    return result;
  } finally {
    await Promise.all(analysers.map((analyser) => analyser.close()));
  }
}
