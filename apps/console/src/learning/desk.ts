import type { Round, RoundSettings } from '@haustra/domain';
import type { LearningApi, RoundOrder } from './api/client.js';
import { asCallFailure } from './api/failure.js';
import { CorrectionOutbox, type Keep } from './ask/outbox.js';
import { Poller } from './poller.js';
import { type LearningAction, reduce } from './reduce.js';
import { type Doing, emptyLearning, type LearningState, modelsAreStale, pollAfter } from './state.js';

/** Corrections that wait are tried again this often. */
const RETRY_MS = 4000;

/** The learning page's dealings with the station: it looks, asks for things, and keeps corrections. Components call it. */
export class LearningDesk {
  readonly api: LearningApi;
  readonly outbox: CorrectionOutbox;
  readonly #poller: Poller;
  readonly #listeners = new Set<() => void>();
  readonly #who: () => string | undefined;
  #state: LearningState;
  #modelsAt = 0;
  #retry: ReturnType<typeof setInterval> | undefined;

  /** @param who name of the person at this computer, where it is known */
  constructor(api: LearningApi, keep: Keep | null, who: () => string | undefined) {
    this.api = api;
    this.#who = who;
    this.outbox = new CorrectionOutbox({
      send: ({ round, frame, said }) => api.correct(round, frame, said),
      keep,
      tell: (outbox) => this.#dispatch({ type: 'outbox', outbox }),
    });
    this.#state = emptyLearning(this.outbox.news);
    this.#poller = new Poller(
      () => this.#look(),
      () => pollAfter(this.#state),
    );
  }

  get state(): LearningState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The page is seen: look at the station, and go on looking. */
  open(): void {
    this.#poller.start();
    clearInterval(this.#retry);
    void this.outbox.flush();
    this.#retry = setInterval(() => void this.outbox.flush(), RETRY_MS);
  }

  /** The page is not seen: ask the station nothing more. What waits in the outbox stays there. */
  close(): void {
    this.#poller.stop();
    clearInterval(this.#retry);
  }

  /** Gives the round that began; null when it did not, with the reason in `problem`. */
  start(settings: RoundSettings): Promise<Round | null> {
    return this.#do('start', () => this.api.start(settings, this.#who()));
  }

  order(id: string, order: RoundOrder): Promise<Round | null> {
    return this.#do(order, () => this.api.order(id, order, this.#who()));
  }

  async promote(name: string, by: string): Promise<void> {
    await this.#do('promote', () => nothing(this.api.promote(name, by)));
  }

  async refuse(name: string, by: string): Promise<void> {
    await this.#do('refuse', () => nothing(this.api.refuse(name, by)));
  }

  async rollBack(by: string): Promise<void> {
    await this.#do('roll-back', () => nothing(this.api.rollBack(by)));
  }

  problemRead(): void {
    this.#dispatch({ type: 'problem-read' });
  }

  async #look(): Promise<void> {
    try {
      const rounds = await this.api.rounds();
      // The station reads a whole journal for its models: not each time, least of all beside an examination.
      const stale = modelsAreStale(this.#state, rounds, Date.now() - this.#modelsAt);
      const models = stale ? await this.api.models() : this.#state.models;
      if (stale) this.#modelsAt = Date.now();
      this.#dispatch({ type: 'looked', rounds, models });
      if (this.#state.defaults === null)
        this.#dispatch({ type: 'defaults', defaults: await this.api.defaults() });
    } catch (thrown) {
      const failure = asCallFailure(thrown);
      if (failure.kind === 'unfit') console.warn(failure.message);
      this.#dispatch({ type: 'look-failed', failure });
    }
  }

  async #do(doing: Doing, call: () => Promise<Round | null>): Promise<Round | null> {
    if (this.#state.doing !== null) return null;
    this.#dispatch({ type: 'doing', doing });
    try {
      const round = await call();
      this.#modelsAt = 0;
      this.#dispatch({ type: 'done', round });
      void this.#poller.now();
      return round;
    } catch (thrown) {
      this.#dispatch({ type: 'failed', doing, failure: asCallFailure(thrown) });
      return null;
    }
  }

  #dispatch(action: LearningAction): void {
    this.#state = reduce(this.#state, action);
    for (const listener of this.#listeners) listener();
  }
}

/** A call that answers with no round. */
const nothing = (call: Promise<void>): Promise<null> => call.then(() => null);
