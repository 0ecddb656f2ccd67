import { Worker } from 'node:worker_threads';

/** One finished frame from a thread. */
export interface Answer {
  readonly index: number;
  readonly rgb: Uint8Array;
}

/** Frames that may be ahead of the one awaited, for each thread: bounds memory when one frame is slow. */
const AHEAD = 6;

/**
 * Render frames 0 … count−1 on several threads and hand them out in order. Each thread runs `script`, which grows its own
 * copy of the film from `setup` and answers every frame number with an A. An abort or a failed thread ends the
 * iteration with an error; all threads are stopped when the iteration ends, however it ends.
 */
export async function* renderInOrder<A extends Answer>(
  script: URL,
  setup: object,
  count: number,
  threads: number,
  signal: AbortSignal,
): AsyncGenerator<A, void, undefined> {
  const done = new Map<number, A>();
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
    const worker = new Worker(script, { workerData: setup });
    worker.on('message', (answer: A) => {
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
