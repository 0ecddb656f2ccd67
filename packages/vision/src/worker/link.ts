import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type AnalysisFrame, type FrameFindings, HaustraError } from '@haustra/domain';
import type { FromWorker, PlainError, StartOrder, ToWorker } from './protocol.js';

/** The compiled entry, the same from `src` (tests) and from `dist`. */
const ENTRY = fileURLToPath(new URL('../../dist/worker/main.js', import.meta.url));
/** A worker that is silent for longer is taken for dead; longer on slow machines, where a frame takes longer. */
const SILENCE_MS = 1000;
const SILENCE_FRAMES = 20;
/** While there are no frames, the worker is asked this often whether it lives. */
const PING_MS = 500;

/** Thrown to those who wait for a worker that died; never leaves the package. */
export class WorkerGone extends Error {
  override readonly name = 'WorkerGone';
}

interface Waiting {
  resolve(findings: FrameFindings | null): void;
  reject(error: Error): void;
}

/** One worker process from birth to death. A new one is started for every restart. */
export class WorkerLink {
  /** Median milliseconds of a frame, measured at start. */
  readonly measuredMs: number;
  /** Called once when the worker is dead, unless `end` was called; those who wait are told afterwards. */
  onGone: (() => void) | null = null;

  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #limitMs: number;
  readonly #pings: NodeJS.Timeout;
  #watchdog: NodeJS.Timeout | null = null;
  #next = 0;
  #gone = false;

  private constructor(child: ChildProcess, measuredMs: number) {
    this.#child = child;
    this.measuredMs = measuredMs;
    this.#limitMs = Math.max(SILENCE_MS, SILENCE_FRAMES * measuredMs);
    forget(child);
    child.on('message', (message) => this.#hear(message as FromWorker));
    child.on('error', () => this.kill());
    child.on('exit', () => this.#bury());
    child.on('disconnect', () => this.kill());
    this.#pings = setInterval(() => this.#ping(), PING_MS).unref();
    if (child.exitCode !== null || child.signalCode !== null || !child.connected)
      setImmediate(() => this.kill());
  }

  /**
   * Starts a worker and waits until its model is warm.
   * @throws HaustraError as the worker refuses (`model-invalid`, `unsupported`), or `analysis-failed` where it died or
   * was not ready within `limitMs`.
   */
  static start(order: StartOrder, limitMs: number): Promise<WorkerLink> {
    const child = fork(ENTRY, [], {
      serialization: 'advanced',
      execArgv: [],
      // Frames are given back to the system at once instead of lingering in the allocator: memory stays flat.
      env: { ...process.env, MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-1000);
    });
    return new Promise((resolve, reject) => {
      const give = (error: HaustraError): void => {
        clearTimeout(limit);
        forget(child);
        child.on('error', () => {});
        child.kill('SIGKILL');
        reject(error);
      };
      const dead = (message: string): void =>
        give(
          new HaustraError({
            code: 'analysis-failed',
            message,
            where: `${order.manifest.id} on ${order.provider}`,
            hint: 'Run "haustra doctor" to see what this machine can run.',
            cause: said === '' ? undefined : new Error(said),
          }),
        );
      const limit = setTimeout(() => dead(`the worker was not ready within ${limitMs} ms`), limitMs);
      child.on('error', (error) => dead(`the worker could not be started (${error.message})`));
      child.on('exit', (code, signal) =>
        dead(`the worker died while it started (${signal ?? `exit code ${code}`})`),
      );
      child.on('message', (message) => {
        const said = message as FromWorker;
        if (said.kind === 'refused') give(toError(said.error));
        if (said.kind !== 'ready') return;
        clearTimeout(limit);
        resolve(new WorkerLink(child, said.ms));
      });
      child.send(order satisfies ToWorker, (error) => {
        if (error) dead(`the worker could not be reached (${error.message})`);
      });
    });
  }

  get pid(): number | null {
    return this.#gone ? null : (this.#child.pid ?? null);
  }

  /**
   * Sends one frame; the worker answers frames in order.
   * @throws WorkerGone where the worker dies first; HaustraError where this frame could not be analysed.
   */
  async analyse(frame: AnalysisFrame): Promise<FrameFindings> {
    const findings = await this.#ask((order) => ({ kind: 'frame', order, frame }));
    if (findings) return findings;
    throw new HaustraError({ code: 'internal', message: 'the worker answered a frame with a sign of life' });
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
    // The exit event follows; where the process was already dead, it has passed.
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) this.#bury();
  }

  /** Ends the process for good and waits until it has ended; `onGone` is not called. */
  end(): Promise<void> {
    this.onGone = null;
    if (this.#gone) return Promise.resolve();
    return new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      this.kill();
    });
  }

  #ask(say: (order: number) => ToWorker): Promise<FrameFindings | null> {
    if (this.#gone) return Promise.reject(new WorkerGone());
    return new Promise((resolve, reject) => {
      const order = this.#next++;
      this.#waiting.set(order, { resolve, reject });
      if (this.#waiting.size === 1) this.#watch();
      this.#child.send(say(order), (error) => {
        if (error) this.kill();
      });
    });
  }

  #ping(): void {
    if (this.#waiting.size === 0) this.#ask((order) => ({ kind: 'ping', order })).catch(() => {});
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ready' || message.kind === 'refused') return;
    const waiting = this.#waiting.get(message.order);
    this.#waiting.delete(message.order);
    this.#watch();
    if (message.kind === 'failed') waiting?.reject(toError(message.error));
    else waiting?.resolve(message.kind === 'findings' ? message.findings : null);
  }

  /** The oldest question has the whole limit, counted from now. */
  #watch(): void {
    if (this.#watchdog) clearTimeout(this.#watchdog);
    this.#watchdog = null;
    if (this.#waiting.size === 0 || this.#gone) return;
    const oldest = this.#waiting.keys().next().value;
    this.#watchdog = setTimeout(() => {
      // If it was this process that stood still, the answer is already in the channel: read that first.
      setImmediate(() => {
        if (oldest !== undefined && this.#waiting.has(oldest)) this.kill();
      });
    }, this.#limitMs).unref();
  }

  #bury(): void {
    if (this.#gone) return;
    this.#gone = true;
    clearInterval(this.#pings);
    if (this.#watchdog) clearTimeout(this.#watchdog);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.onGone?.();
    for (const one of waiting) one.reject(new WorkerGone());
  }
}

/** Takes off the listeners of one stage of life; Node's own, on other events, stay. */
function forget(child: ChildProcess): void {
  for (const event of ['error', 'exit', 'message', 'disconnect']) child.removeAllListeners(event);
}

function toError(error: PlainError): HaustraError {
  return new HaustraError(error);
}
