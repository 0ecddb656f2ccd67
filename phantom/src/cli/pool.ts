import { Worker } from 'node:worker_threads';
import type { FrameTruth } from '../truth/schema.js';

/** What a render thread needs to grow its own copy of the film. */
export interface WorkerSetup {
  readonly scenario: string;
  readonly seed: number;
  readonly fieldSide: number;
}

/** One finished frame from a thread. */
export interface FrameAnswer {
  readonly index: number;
  readonly rgb: Uint8Array;
  readonly truth: FrameTruth;
}

/** Frames that may be ahead of the one awaited, for each thread: bounds memory when one frame is slow. */
const AHEAD = 6;

/**
 * Render frames 0 … count−1 on several threads and hand them out in order. An abort or a failed thread ends the
 * iteration with an error; all threads are stopped when the iteration ends, however it ends.
 */
export async function* renderInOrder(
  setup: WorkerSetup,
  count: number,
  threads: number,
  signal: AbortSignal,
): AsyncGenerator<FrameAnswer, void, undefined> {
  const done = new Map<number, FrameAnswer>();
  let failed: unknown;
  let wake: () => void = () => {};
  let next = 0;
  let out = 0;
  const idle: Worker[] = [];
  const feed = (): void => {
    while (idle.length > 0 && next < count && next - out < threads * AHEAD) idle.pop()?.postMessage(next++);
  };
  const stop = (): void => {
    failed ??= signal.reason;
    wake();
  };
  signal.addEventListener('abort', stop, { once: true });
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: setup });
    worker.on('message', (answer: FrameAnswer) => {
      done.set(answer.index, answer);
      idle.push(worker);
      feed();
      wake();
    });
    worker.on('error', (error) => {
      failed ??= error;
      wake();
    });
    idle.push(worker);
    return worker;
  });
  try {
    feed();
    while (out < count) {
      if (signal.aborted) throw signal.reason;
      if (failed !== undefined) throw failed;
      const answer = done.get(out);
      if (answer === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      done.delete(out);
      out++;
      feed();
      yield answer;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
