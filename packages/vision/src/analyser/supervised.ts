import {
  type AnalysisFrame,
  type AnalysisState,
  type FrameFindings,
  HaustraError,
  type StateReason,
} from '@haustra/domain';
import { WorkerGone, WorkerLink } from '../worker/link.js';
import type { StartOrder } from '../worker/protocol.js';
import { Backlog, type Job } from './backlog.js';
import { RestartRule } from './restarts.js';
import { Spare } from './spare.js';
import type { Analyser, AnalyserInfo, AnalyserState } from './types.js';

/** For a worker that hangs while it starts; long enough for a crowded machine. */
const START_LIMIT_MS = 30_000;
/** A frame over which this many workers died is not tried again. */
const DEATHS_A_FRAME = 2;

/** An analyser whose worker is watched, and started again when it dies. */
export class SupervisedAnalyser implements Analyser {
  readonly #backlog = new Backlog();
  readonly #restarts = new RestartRule();
  readonly #spare = new Spare();
  readonly #onState: ((state: AnalyserState) => void) | undefined;
  #info: AnalyserInfo;
  #order: StartOrder;
  #link: WorkerLink | null = null;
  #starting: Promise<void> = Promise.resolve();
  #pause: NodeJS.Timeout | null = null;
  #inFlight = 0;
  #next = 0;
  #blamed: WorkerLink | null = null;
  #closed = false;
  /** Live frames have come: from then on a spare worker is kept. */
  #live = false;
  #state: AnalyserState = { state: 'degraded', reason: 'starting', pid: null };

  /** @param link a worker that is ready; `order` is how it was started, and how it will be started again. */
  constructor(
    info: AnalyserInfo,
    order: StartOrder,
    link: WorkerLink,
    onState?: (state: AnalyserState) => void,
  ) {
    this.#info = info;
    // Measured once; a restart has no time for a trial.
    this.#order = { ...order, timedRuns: 1 };
    this.#onState = onState;
    this.#adopt(link);
  }

  get info(): AnalyserInfo {
    return this.#info;
  }

  get pid(): number | null {
    return this.#link?.pid ?? null;
  }

  get state(): AnalyserState {
    return this.#state;
  }

  async analyse(frame: AnalysisFrame): Promise<FrameFindings> {
    const result = await this.#enter(frame, 'analyse');
    if (result === 'dropped') throw cancelled(frame);
    return result;
  }

  async offer(frame: AnalysisFrame): Promise<FrameFindings | 'dropped'> {
    return this.#enter(frame, 'offer');
  }

  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      if (this.#pause) clearTimeout(this.#pause);
      this.#backlog.giveUp(new HaustraError({ code: 'cancelled', message: 'the analysis was closed' }));
    }
    await this.#starting;
    await Promise.all([this.#link?.end(), this.#spare.dismiss()]);
  }

  async #enter(frame: AnalysisFrame, kind: Job['kind']): Promise<FrameFindings | 'dropped'> {
    this.#requireSize(frame);
    if (kind === 'offer' && (this.#closed || !this.#link)) return 'dropped';
    if (this.#closed) throw cancelled(frame);
    if (kind === 'offer' && !this.#live) {
      this.#live = true;
      this.#spare.prepare(this.#order);
    }
    if (this.#state.state === 'off') throw this.#failed();
    return new Promise((resolve, reject) => {
      this.#backlog.add({ number: this.#next++, frame, kind, deaths: 0, resolve, reject });
      this.#pump();
    });
  }

  #requireSize(frame: AnalysisFrame): void {
    const { width, height } = this.#order.manifest.input;
    if (frame.width === width && frame.height === height && frame.rgb.length === width * height * 3) return;
    throw new HaustraError({
      code: 'usage',
      message: `the picture is ${frame.width}x${frame.height} with ${frame.rgb.length} bytes but the model takes ${width}x${height} with ${width * height * 3}`,
      where: `frame ${frame.id}`,
      hint: "Open the source with the size of the model's input.",
    });
  }

  #pump(): void {
    const link = this.#link;
    if (!link) return;
    for (let job = this.#backlog.take(this.#inFlight); job; job = this.#backlog.take(this.#inFlight)) {
      this.#inFlight++;
      this.#send(link, job);
    }
  }

  #send(link: WorkerLink, job: Job): void {
    link
      .analyse(job.frame)
      .then(job.resolve, (error: Error) => {
        if (error instanceof WorkerGone) this.#lost(link, job);
        else job.reject(error);
      })
      .finally(() => {
        this.#inFlight--;
        this.#pump();
      });
  }

  /** A frame whose worker died. Only the first of them can be what killed it. */
  #lost(link: WorkerLink, job: Job): void {
    if (this.#blamed !== link) job.deaths++;
    this.#blamed = link;
    if (job.kind === 'offer') job.resolve('dropped');
    else if (this.#closed) job.reject(cancelled(job.frame));
    else if (job.deaths >= DEATHS_A_FRAME || this.#state.state === 'off') job.reject(this.#failed(job.frame));
    else this.#backlog.putBack(job);
  }

  #adopt(link: WorkerLink): void {
    this.#link = link;
    link.onGone = () => {
      this.#link = null;
      this.#died();
    };
    if (this.#live) this.#spare.prepare(this.#order);
    this.#report('ready', null);
    this.#pump();
  }

  #died(): void {
    if (this.#closed) return;
    this.#backlog.dropNewest();
    let pauseMs = this.#restarts.died(performance.now());
    if (pauseMs > 0 && this.#order.provider !== 'cpu') {
      this.#fallBack();
      pauseMs = 0;
    }
    if (pauseMs === 0) {
      this.#report('degraded', 'worker-restarting');
      this.#starting = this.#restart();
      return;
    }
    this.#report('off', 'worker-failed');
    this.#backlog.giveUp(this.#failed());
    this.#pause = setTimeout(() => {
      this.#starting = this.#restart();
    }, pauseMs).unref();
  }

  async #restart(): Promise<void> {
    try {
      const link = this.#spare.take() ?? (await WorkerLink.start(this.#order, START_LIMIT_MS));
      if (this.#closed) await link.end();
      else this.#adopt(link);
    } catch {
      // Why it does not start is in the state; the next try follows the same rule as a death.
      this.#died();
    }
  }

  /** A graphics driver that keeps killing the worker is left for the processor, which always works. */
  #fallBack(): void {
    const from = this.#order.provider;
    this.#restarts.forget();
    this.#order = { ...this.#order, provider: 'cpu' };
    this.#info = {
      ...this.#info,
      provider: 'cpu',
      providers: this.#info.providers.map((trial) =>
        trial.provider === from ? { ...trial, why: 'given up: its worker died 3 times in 30 s' } : trial,
      ),
    };
  }

  #report(state: AnalysisState, reason: StateReason | null): void {
    this.#state = { state, reason, pid: this.pid };
    try {
      this.#onState?.(this.#state);
    } catch {
      // A listener cannot stop the analysis.
    }
  }

  #failed(frame?: AnalysisFrame): HaustraError {
    return new HaustraError({
      code: 'analysis-failed',
      message: frame
        ? 'the analysis worker died twice over this frame'
        : 'the analysis worker keeps dying and is off',
      ...(frame ? { where: `frame ${frame.id}` } : {}),
      hint: 'Run "haustra doctor" to check model and machine.',
    });
  }
}

function cancelled(frame: AnalysisFrame): HaustraError {
  return new HaustraError({
    code: 'cancelled',
    message: 'the analysis was closed',
    where: `frame ${frame.id}`,
  });
}
