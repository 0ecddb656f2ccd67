import type { Command } from 'commander';
import { addCommand, type Cli } from '../../cli/command.js';
import { learnMessages } from '../../learn/messages/index.js';
import { DataSchema, dataOption, exitOf, openLab } from './shared.js';

/** `haustra learn run`: the process that works on a round, started by the others. Not for people, so the help leaves it out. */
export function registerRun(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  addCommand(group, cli, {
    name: 'run',
    hidden: true,
    summary: words.run.summary,
    arguments: [['<round>', words.arguments.runRound]],
    options: [dataOption(words)],
    examples: [['haustra learn run round-20260102-030405-0a0b', words.run.example]],
    schema: DataSchema,
    run: async (run, [id = ''], options) => {
      const { constants, setPriority } = await import('node:os');
      const { workOn } = await import('../../learn/rounds/worker.js');
      const { stationParts } = await import('../../learn/station-parts.js');
      const { learning } = await openLab(options.data);
      // Whatever else this machine does comes first; what it starts has the same low priority.
      try {
        setPriority(constants.priority.PRIORITY_LOW);
      } catch {
        // Not allowed here: it then rests only while an examination is open.
      }
      const parts = stationParts(learning.data);
      const round = await workOn({ learning, id, parts, stop: run.signal, lang: run.lang });
      run.answer(round, `${round.id}: ${round.stage} ${round.state}`);
      return exitOf(round);
    },
  });
}
