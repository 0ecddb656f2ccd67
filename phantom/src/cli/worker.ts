import { parentPort, workerData } from 'node:worker_threads';
import { Film } from '../render/film.js';
import { SCENARIOS } from '../scene/scenarios.js';
import type { FrameTruth } from '../truth/schema.js';
import type { Answer } from './pool.js';

/** What a render thread needs to grow its own copy of the film. */
export interface WorkerSetup {
  readonly scenario: string;
  readonly seed: number;
  readonly fieldSide: number;
}

/** A finished frame of a clip. */
export interface FrameAnswer extends Answer {
  readonly truth: FrameTruth;
}

const setup = workerData as WorkerSetup;
const scenario = SCENARIOS[setup.scenario];
if (scenario === undefined || parentPort === null) throw new Error(`no scenario named ${setup.scenario}`);
const port = parentPort;
const film = new Film(scenario, setup.seed, setup.fieldSide);

port.on('message', (index: number) => {
  const { rgb, truth } = film.frame(index);
  const answer: FrameAnswer = { index, rgb, truth };
  port.postMessage(answer, [rgb.buffer as ArrayBuffer]);
});
