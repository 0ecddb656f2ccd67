import { parentPort, workerData } from 'node:worker_threads';
import { Film } from '../render/film.js';
import { SCENARIOS } from '../scene/scenarios.js';
import type { FrameAnswer, WorkerSetup } from './pool.js';

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
