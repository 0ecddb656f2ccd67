import type { Logger } from 'pino';
import type { Analysis } from '../live/analysis.js';
import type { LiveRoom } from '../live/room.js';

export interface TakeUpOptions {
  readonly analysis: Analysis;
  readonly room: LiveRoom;
  readonly log: Logger;
  /** The model to run, as `loadModel` takes it. */
  readonly wanted: () => Promise<string>;
  /** Told after another model runs. */
  readonly onChanged: () => void;
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;

/**
 * Lets a running station take up the model that was put into use since its start: between examinations, never within
 * one. The new model is started beside the old one, and takes its place in the moment when no examination is open or
 * waits to be resumed. One that does not start is logged, and the old one goes on.
 * @returns what ends it
 */
export function takeUpModels(options: TakeUpOptions): () => Promise<void> {
  const { analysis, room, log, wanted, onChanged } = options;
  let failed: string | null = null;
  let warned: string | null = null;
  let looking: Promise<void> | null = null;
  const look = async () => {
    const name = await wanted();
    if (name === analysis.model || name === failed || !room.isFree) return;
    const changed = await analysis
      .change(name, (swap) => room.whenFree(swap))
      .catch((thrown: unknown) => {
        failed = name;
        log.error({ err: thrown, model: name }, 'the model that was put into use does not start');
        return false;
      });
    if (!changed) return;
    log.info({ model: name }, 'another model was taken up');
    onChanged();
  };
  const timer = setInterval(() => {
    looking ??= look()
      .catch((thrown: unknown) => {
        // Said once, not every few seconds.
        if (warned === String(thrown)) return;
        warned = String(thrown);
        log.warn({ err: thrown }, 'which model is in use cannot be told');
      })
      .finally(() => {
        looking = null;
      });
  }, options.everyMs ?? EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
