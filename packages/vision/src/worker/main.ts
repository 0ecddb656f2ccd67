/**
 * The process in which the model runs. It is a process and not a thread because a crash in native code takes its whole
 * process down, and that must never be the station. It ends with its parent.
 */
import { type AnalysisFrame, asHaustraError, type HaustraError } from '@haustra/domain';
import { decode } from '../decode/decode.js';
import { readModelFile } from '../model/released.js';
import { type Network, openNetwork } from '../session/network.js';
import type { FromWorker, PlainError, StartOrder, ToWorker } from './protocol.js';

const WARM_UP_RUNS = 2;

let analyse: ((order: number, frame: AnalysisFrame) => Promise<FromWorker>) | null = null;
let turn: Promise<void> = Promise.resolve();

// Ctrl-C reaches every process of the terminal; when to end is the parent's decision.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToWorker) => {
  turn = turn.then(async () => say(await answer(message)));
});

async function answer(message: ToWorker): Promise<FromWorker> {
  if (message.kind === 'ping') return { kind: 'pong', order: message.order };
  if (message.kind === 'start') return start(message);
  if (analyse) return analyse(message.order, message.frame);
  return {
    kind: 'failed',
    order: message.order,
    error: { code: 'internal', message: 'the worker got a frame before its model' },
  };
}

async function start(order: StartOrder): Promise<FromWorker> {
  try {
    const content = await readModelFile(order.folder, order.manifest, order.precision);
    const network = await openNetwork(content, order.manifest, order.provider);
    analyse = (number, frame) => findings(network, order.manifest.nmsIou, number, frame);
    return { kind: 'ready', ms: await trial(network, order) };
  } catch (thrown) {
    const error = asHaustraError(thrown, { code: 'internal', message: 'the worker could not start' });
    return { kind: 'refused', error: plain(error) };
  }
}

/** Warms the network up on a grey picture and gives the median time of the timed runs, milliseconds. */
async function trial(network: Network, { manifest, timedRuns }: StartOrder): Promise<number> {
  const grey = new Uint8Array(manifest.input.width * manifest.input.height * 3).fill(127);
  for (let run = 0; run < WARM_UP_RUNS; run++) await network.run(grey);
  const times: number[] = [];
  for (let run = 0; run < Math.max(1, timedRuns); run++) {
    const begun = performance.now();
    await network.run(grey);
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? 0;
}

async function findings(
  network: Network,
  nmsIou: number,
  order: number,
  frame: AnalysisFrame,
): Promise<FromWorker> {
  const begun = performance.now();
  try {
    const decoded = decode(await network.run(frame.rgb), frame, nmsIou);
    return { kind: 'findings', order, findings: { ...decoded, inferenceMs: performance.now() - begun } };
  } catch (thrown) {
    const error = asHaustraError(thrown, {
      code: 'analysis-failed',
      message: 'the frame could not be analysed',
    });
    return { kind: 'failed', order, error: plain(error) };
  }
}

function plain(error: HaustraError): PlainError {
  return {
    code: error.code,
    message: error.message,
    ...(error.where === undefined ? {} : { where: error.where }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

function say(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}
