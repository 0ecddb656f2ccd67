import type { Command } from 'commander';
import { addGroup, type Cli } from '../../cli/command.js';
import { learnMessages } from '../../learn/messages/index.js';
import { registerAsk, registerCorrect, registerFrames, registerGather } from './frames.js';
import { registerRun } from './run.js';
import { registerResume, registerStart } from './start.js';
import { registerList, registerStatus, registerStops } from './watch.js';

/** `haustra learn …`. */
export function registerLearn(program: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  const group = addGroup(program, cli, {
    name: 'learn',
    summary: words.summary,
    examples: [
      ['haustra learn start /recordings', words.start.examples.folder],
      ['haustra learn status --watch', words.status.examples.watch],
      ['haustra learn ask --out to-label', words.ask.example],
    ],
  });
  registerStart(group, cli);
  registerStatus(group, cli);
  registerStops(group, cli);
  registerResume(group, cli);
  registerList(group, cli);
  registerFrames(group, cli);
  registerAsk(group, cli);
  registerCorrect(group, cli);
  registerGather(group, cli);
  registerRun(group, cli);
}
