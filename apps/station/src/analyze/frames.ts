import { type AnalysisFrame, type FrameFindings, HaustraError, type Ms } from '@haustra/domain';
import type { FrameSource } from '@haustra/media';
import { type Analyser, type Scene, SceneWatch } from '@haustra/vision';
import type { PerformanceMeter } from '../exams/performance.js';

/** Frames on their way through the worker at once: one at work, one waiting, so that it never idles. */
const IN_FLIGHT = 2;
/** One frame without a valid answer is left out; so many in a row mean that the analysis does not work. */
const FAILURES_IN_A_ROW = 25;

export interface FrameRun {
  readonly source: FrameSource;
  readonly analyser: Analyser;
  readonly meter: PerformanceMeter;
  /** Called for each analysed frame, in order. */
  onFindings(findings: FrameFindings, scene: Scene): void;
}

interface Flight {
  readonly decodedAt: number;
  readonly scene: Scene;
  readonly answer: Promise<FrameFindings | 'dropped'>;
}

/** Takes the answers of frames in order, counts them, and gives up when the analysis fails again and again. */
class Landing {
  readonly #run: FrameRun;
  #failures = 0;

  constructor(run: FrameRun) {
    this.#run = run;
  }

  async take({ decodedAt, scene, answer }: Flight): Promise<void> {
    const { meter } = this.#run;
    try {
      const findings = await answer;
      if (findings === 'dropped') {
        meter.dropped += 1;
        return;
      }
      this.#failures = 0;
      meter.latency(performance.now() - decodedAt);
      this.#run.onFindings(findings, scene);
      meter.framesAnalysed += 1;
    } catch (thrown) {
      const failed = thrown instanceof HaustraError && thrown.code === 'analysis-failed';
      this.#failures += 1;
      if (!failed || this.#failures >= FAILURES_IN_A_ROW) throw thrown;
      meter.dropped += 1;
    }
  }
}

/** Every frame in order, decoding and analysis at the same time. Returns the time of the last frame. */
export async function everyFrame(run: FrameRun): Promise<Ms | null> {
  const landing = new Landing(run);
  const watch = new SceneWatch();
  const flights: Flight[] = [];
  let lastMs: Ms | null = null;
  for await (const frame of run.source.frames()) {
    run.meter.framesIn += 1;
    lastMs = frame.timeMs;
    flights.push(launch(frame, watch, (f) => run.analyser.analyse(f)));
    const first = flights.length >= IN_FLIGHT ? flights.shift() : undefined;
    if (first !== undefined) await landing.take(first);
  }
  for (const flight of flights) await landing.take(flight);
  return lastMs;
}

/** At the pace of the source, newest frame first, as if live. Returns the time of the last frame. */
export async function newestFrame(run: FrameRun): Promise<Ms | null> {
  const landing = new Landing(run);
  const watch = new SceneWatch();
  let lastMs: Ms | null = null;
  let landed: Promise<void> = Promise.resolve();
  let failure: unknown = null;
  for await (const frame of run.source.frames()) {
    if (failure !== null) break;
    run.meter.framesIn += 1;
    lastMs = frame.timeMs;
    const flight = launch(frame, watch, (f) => run.analyser.offer(f));
    landed = landed
      .then(() => landing.take(flight))
      .catch((thrown: unknown) => {
        failure ??= thrown;
      });
  }
  await landed;
  if (failure !== null) throw failure;
  return lastMs;
}

function launch(
  frame: AnalysisFrame,
  watch: SceneWatch,
  send: (frame: AnalysisFrame) => Promise<FrameFindings | 'dropped'>,
): Flight {
  const decodedAt = performance.now();
  // The model begins first: it works in a process of its own.
  const answer = send(frame);
  const flight = { decodedAt, answer, scene: watch.see(frame) };
  // Awaited in its turn; a failure before that must not count as unhandled.
  flight.answer.catch(() => undefined);
  return flight;
}
