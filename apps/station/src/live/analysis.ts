import {
  type AnalysisFrame,
  asHaustraError,
  type FrameFindings,
  type HaustraError,
  type StateReason,
} from '@haustra/domain';
import {
  type Analyser,
  type AnalyserInfo,
  type AnalyserOptions,
  type AnalyserState,
  loadModel,
  type ReleasedModel,
  startAnalyser,
} from '@haustra/vision';

export type StateListener = (state: AnalyserState) => void;
/** What starts an analyser; tests bring their own. */
export type AnalyserStarter = (model: ReleasedModel, options: AnalyserOptions) => Promise<Analyser>;

export interface Ready {
  readonly model: ReleasedModel;
  readonly info: AnalyserInfo;
}

const off = (reason: StateReason): AnalyserState => ({ state: 'off', reason, pid: null });

/**
 * The station's one analysis: starts the model in the background, tells its state, and takes frames when it can.
 * A station without a model still serves; its state then says so.
 */
export class Analysis {
  #state: AnalyserState = { state: 'degraded', reason: 'starting', pid: null };
  #problem: HaustraError | null = null;
  #model: string | null = null;
  #analyser: Analyser | null = null;
  #closed = false;
  /** The analyser whose states are ours: not one that was replaced, nor one that has not taken its place yet. */
  #heard = Symbol('analyser');
  readonly #listeners = new Set<StateListener>();
  readonly #options: AnalyserOptions;
  readonly #starter: AnalyserStarter;
  #settled: Promise<Ready | null>;

  /** @param choose the model to run, as `loadModel` takes it */
  constructor(
    choose: () => Promise<string>,
    options: AnalyserOptions = {},
    start: AnalyserStarter = startAnalyser,
  ) {
    this.#options = options;
    this.#starter = start;
    this.#settled = this.#begin(choose);
  }

  /** Resolves when the start is over: what runs, or null where nothing does (`problem` says why). */
  get settled(): Promise<Ready | null> {
    return this.#settled;
  }

  /** The model that runs, or that did not start, as `loadModel` took it; null until it is chosen. */
  get model(): string | null {
    return this.#model;
  }

  async #begin(choose: () => Promise<string>): Promise<Ready | null> {
    try {
      this.#model = await choose();
      const { analyser, ready } = await this.#open(this.#model, this.#heard);
      if (this.#closed) {
        await analyser.close();
        return null;
      }
      this.#analyser = analyser;
      this.#tell(analyser.state);
      return ready;
    } catch (thrown) {
      this.#problem = asHaustraError(thrown, {
        code: 'analysis-failed',
        message: 'the analysis did not start',
        hint: 'Run haustra doctor.',
      });
      const missing = this.#problem.code === 'not-found' || this.#problem.code === 'model-invalid';
      this.#tell(off(missing ? 'model-missing' : 'worker-failed'));
      return null;
    }
  }

  async #open(name: string, self: symbol): Promise<{ analyser: Analyser; ready: Ready }> {
    const model = await loadModel(name);
    const onState = (state: AnalyserState) => {
      if (this.#heard === self) this.#tell(state);
    };
    const analyser = await this.#starter(model, { ...this.#options, onState });
    return { analyser, ready: { model, info: analyser.info } };
  }

  /**
   * Runs another model: it is started beside the one that runs, and takes its place when it may.
   * @param whenFree calls what it is given in the moment of the change, or says false where that may not be now
   * @returns whether the other model runs now
   * @throws HaustraError where it does not start; what ran goes on
   */
  async change(name: string, whenFree: (swap: () => void) => Promise<boolean>): Promise<boolean> {
    await this.#settled;
    const self = Symbol('analyser');
    const { analyser, ready } = await this.#open(name, self);
    const before = this.#analyser;
    const changed = await whenFree(() => {
      if (this.#closed) return;
      this.#heard = self;
      this.#model = name;
      this.#analyser = analyser;
      this.#problem = null;
      this.#settled = Promise.resolve(ready);
      this.#tell(analyser.state);
    });
    const unused = this.#analyser === analyser ? before : analyser;
    await unused?.close();
    return changed && this.#analyser === analyser;
  }

  #tell(state: AnalyserState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  get state(): AnalyserState {
    return this.#state;
  }

  /** Why the analysis did not start; null while it starts and when it did. */
  get problem(): HaustraError | null {
    return this.#problem;
  }

  /** Tells of each change at once; returns what ends that. */
  onState(listener: StateListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As `Analyser.offer`; a frame that comes while nothing runs is dropped. */
  async offer(frame: AnalysisFrame): Promise<FrameFindings | 'dropped'> {
    return this.#analyser === null ? 'dropped' : this.#analyser.offer(frame);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#analyser?.close();
  }
}
