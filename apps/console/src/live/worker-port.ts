import type { FromWorker, Snapshot, ToWorker } from '../worker/protocol.js';
import type { PumpedFrame } from './frame-pump.js';

/** The analysis worker as the page sees it: typed messages, pictures transferred and never copied. */
export class WorkerPort {
  readonly #worker: Worker;
  readonly #snapshots = new Map<number, (snapshot: Snapshot | null) => void>();
  #requests = 0;

  constructor(onMessage: (message: Exclude<FromWorker, { type: 'snapshot' }>) => void) {
    this.#worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type !== 'snapshot') return onMessage(data);
      this.#snapshots.get(data.request)?.(data.snapshot);
      this.#snapshots.delete(data.request);
    };
  }

  post(message: ToWorker): void {
    const transfer: Transferable[] = [];
    if (message.type === 'init') transfer.push(message.canvas);
    if ((message.type === 'frame' || message.type === 'snapshot') && message.picture)
      transfer.push(message.picture);
    this.#worker.postMessage(message, transfer);
  }

  /** A still of the frame on the screen; of `current` when none is painted. Null without any picture. */
  snapshot(current: PumpedFrame | null): Promise<Snapshot | null> {
    const request = ++this.#requests;
    return new Promise((resolve) => {
      this.#snapshots.set(request, resolve);
      this.post({
        type: 'snapshot',
        request,
        picture: current?.picture ?? null,
        id: current?.id ?? 0,
        capturedAt: current?.capturedAt ?? 0,
      });
    });
  }
}
