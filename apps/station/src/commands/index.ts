import type { Command } from 'commander';
import type { Cli } from '../cli/command.js';
import { registerAnalyze } from './analyze.js';
import { registerBench } from './bench.js';
import { registerDoctor } from './doctor.js';
import { registerEvaluate } from './evaluate.js';
import { registerLearn } from './learn/index.js';
import { registerModels } from './models/index.js';
import { registerPredict } from './predict.js';
import { registerServe } from './serve.js';
import { registerVerify } from './verify.js';

/** Every command of `haustra`, in the order in which the help lists them. */
const commands: readonly ((program: Command, cli: Cli) => void)[] = [
  registerServe,
  registerAnalyze,
  registerPredict,
  registerEvaluate,
  registerLearn,
  registerModels,
  registerVerify,
  registerBench,
  registerDoctor,
];

/** Adds every command to the program. */
export function registerCommands(program: Command, cli: Cli): void {
  for (const register of commands) register(program, cli);
}
