import {
  type AnalysisFrame,
  frameId,
  HaustraError,
  type ModelManifest,
  ms,
  type Precision,
  px,
  WHOLE,
} from '@haustra/domain';
import { startAnalyser } from '../analyser/start.js';
import type { Analyser } from '../analyser/types.js';
import type { ReleasedModel } from '../model/released.js';
import { type Percentiles, percentiles } from './percentiles.js';

export interface PrecisionBench {
  readonly precision: Precision;
  readonly frames: number;
  /** Model and decoding inside the worker, milliseconds a frame. */
  readonly inferenceMs: Percentiles;
  /** What the way to the worker and back adds, milliseconds a frame. */
  readonly overheadMs: Percentiles;
}

export interface InferenceBench {
  readonly model: string;
  readonly provider: 'cpu';
  readonly input: { readonly width: number; readonly height: number };
  readonly precisions: readonly PrecisionBench[];
}

export interface BenchOptions {
  /** Time to measure for, both precisions together, seconds; 10 where not given. */
  readonly seconds?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** Frames of one precision before the other has its turn: both then meet the same noise of the machine. */
const BLOCK = 20;

/**
 * Measures int8 against fp32 on one processor thread in one run, turn by turn, with the worker as it is in use.
 * @throws HaustraError `cancelled` by the signal, else as `startAnalyser`.
 */
export async function benchInference(
  model: ReleasedModel,
  { seconds = 10, onProgress, signal }: BenchOptions = {},
): Promise<InferenceBench> {
  const runs: Run[] = [];
  try {
    for (const precision of ['int8', 'fp32'] as const) {
      const analyser = await startAnalyser(model, { precision, provider: 'cpu' });
      runs.push({ precision, analyser, inference: [], overhead: [] });
    }
    const pictures = noise(model.manifest);
    // The first block only warms up.
    for (const run of runs) await block(run, pictures);
    for (const run of runs) run.inference.length = run.overhead.length = 0;
    const begun = performance.now();
    for (let doneMs = 0; doneMs < seconds * 1000; doneMs = performance.now() - begun) {
      for (const run of runs) {
        if (signal?.aborted)
          throw new HaustraError({ code: 'cancelled', message: 'the measurement was cancelled' });
        await block(run, pictures);
      }
      onProgress?.(Math.min(1, doneMs / (seconds * 1000)));
    }
    const { id, version, input } = model.manifest;
    return {
      model: `${id} ${version}`,
      provider: 'cpu',
      input: { width: input.width, height: input.height },
      precisions: runs.map(({ precision, inference, overhead }) => ({
        precision,
        frames: inference.length,
        inferenceMs: percentiles(inference),
        overheadMs: percentiles(overhead),
      })),
    };
  } finally {
    await Promise.all(runs.map(({ analyser }) => analyser.close()));
  }
}

interface Run {
  readonly precision: Precision;
  readonly analyser: Analyser;
  readonly inference: number[];
  readonly overhead: number[];
}

async function block(
  { analyser, inference, overhead }: Run,
  pictures: readonly AnalysisFrame[],
): Promise<void> {
  for (let i = 0; i < BLOCK; i++) {
    const picture = pictures[i % pictures.length];
    if (!picture) return;
    const begun = performance.now();
    const { inferenceMs } = await analyser.analyse(picture);
    overhead.push(performance.now() - begun - inferenceMs);
    inference.push(inferenceMs);
  }
}

/** A few pictures of noise, the same on each run. */
function noise({ input }: ModelManifest): AnalysisFrame[] {
  return [0, 1, 2, 3].map((id) => {
    const rgb = new Uint8Array(input.width * input.height * 3);
    let state = id + 1;
    for (let i = 0; i < rgb.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      rgb[i] = state >>> 24;
    }
    return {
      id: frameId(id),
      timeMs: ms(id * 20),
      field: WHOLE,
      width: px(input.width),
      height: px(input.height),
      rgb,
    };
  });
}
