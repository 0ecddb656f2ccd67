import { benchInference, loadModel } from '@haustra/vision';
import { textTable } from '../evaluate/table.js';
import type { Bench, Measured } from './work.js';

/** Milliseconds a frame of the model by itself, int8 against fp32, on one processor thread. */
export async function inferenceBench({ run, m, model, seconds }: Bench): Promise<Measured> {
  const released = await loadModel(model);
  const progress = run.progress(m.inference.label, 100);
  try {
    const value = await benchInference(released, {
      seconds,
      signal: run.signal,
      onProgress: (fraction) => progress.update(Math.round(100 * fraction)),
    });
    const rows = value.precisions.map(({ precision, frames, inferenceMs, overheadMs }) => [
      precision,
      `${frames}`,
      ...[inferenceMs.p50, inferenceMs.p95, inferenceMs.p99, overheadMs.p50, overheadMs.p99].map((ms) =>
        ms.toFixed(2),
      ),
    ]);
    const title = `${m.inference.title} (${value.model}, ${value.input.width}×${value.input.height})`;
    return { value, text: `${title}\n${textTable({ header: m.inference.header, rows })}` };
  } finally {
    progress.stop();
  }
}
