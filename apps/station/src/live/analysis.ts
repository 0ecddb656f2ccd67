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
  #analyser: Analyser | null = null;
  #closed = false;
  readonly #listeners = new Set<StateListener>();
  /** Resolves when the start is over: what runs, or null where nothing does (`problem` says why). */
  readonly settled: Promise<Ready | null>;

  constructor(
    modelName: string | undefined,
    options: AnalyserOptions = {},
    start: AnalyserStarter = startAnalyser,
  ) {
    this.settled = this.#start(modelName, options, start);
  }

  async #start(
    name: string | undefined,
    options: AnalyserOptions,
    start: AnalyserStarter,
  ): Promise<Ready | null> {
    try {
      const model = await loadModel(name);
      const analyser = await start(model, { ...options, onState: (state) => this.#tell(state) });
      if (this.#closed) {
        await analyser.close();
        return null;
      }
      this.#analyser = analyser;
      this.#tell(analyser.state);
      return { model, info: analyser.info };
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
