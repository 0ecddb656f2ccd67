import type { AnalysisFrame, FrameFindings } from '@haustra/domain';

/** A frame that somebody waits for. */
export interface Job {
  readonly number: number;
  readonly frame: AnalysisFrame;
  /** `offer`: live, may be dropped. `analyse`: every frame counts. */
  readonly kind: 'offer' | 'analyse';
  /** Workers that died while this was the frame they worked on. */
  deaths: number;
  resolve(result: FrameFindings | 'dropped'): void;
  reject(error: Error): void;
}

/** Frames that are with the worker at most: one it works on, and for recordings one more on its way. */
const IN_FLIGHT = { offer: 1, analyse: 2 } as const;

/**
 * Frames that wait for the worker: recordings in order and without loss; of live frames only the newest, because a late
 * answer is worth less than none.
 */
export class Backlog {
  #newest: Job | null = null;
  #inOrder: Job[] = [];

  /** Takes a new frame in; a live frame that it replaces is dropped. */
  add(job: Job): void {
    if (job.kind === 'analyse') {
      this.#inOrder.push(job);
      return;
    }
    this.#newest?.resolve('dropped');
    this.#newest = job;
  }

  /** Puts a frame back that was lost with its worker, where it was in the order. */
  putBack(job: Job): void {
    const at = this.#inOrder.findIndex((other) => other.number > job.number);
    this.#inOrder.splice(at === -1 ? this.#inOrder.length : at, 0, job);
  }

  /** The frame to send next while `inFlight` frames are with the worker, or null; live frames go first. */
  take(inFlight: number): Job | null {
    if (this.#newest && inFlight < IN_FLIGHT.offer) {
      const job = this.#newest;
      this.#newest = null;
      return job;
    }
    if (inFlight < IN_FLIGHT.analyse) return this.#inOrder.shift() ?? null;
    return null;
  }

  /** Drops the live frame that waits; there is nobody to analyse it. */
  dropNewest(): void {
    this.#newest?.resolve('dropped');
    this.#newest = null;
  }

  /** Gives up all that waits. */
  giveUp(error: Error): void {
    this.dropNewest();
    const jobs = this.#inOrder;
    this.#inOrder = [];
    for (const job of jobs) job.reject(error);
  }
}
