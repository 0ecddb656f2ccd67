import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../../cli/command.js';
import { EXIT } from '../../cli/exit.js';
import { learnMessages } from '../../learn/messages/index.js';
import {
  commandLine,
  DataSchema,
  dataOption,
  describeRound,
  openLab,
  openRoundOf,
  roundOf,
} from './shared.js';

/** `haustra learn status`. */
export function registerStatus(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  addCommand(group, cli, {
    name: 'status',
    summary: words.status.summary,
    arguments: [['[round]', words.arguments.round]],
    options: [['--watch', words.options.watch], dataOption(words)],
    examples: [
      ['haustra learn status', words.status.examples.plain],
      ['haustra learn status --watch', words.status.examples.watch],
    ],
    schema: DataSchema.extend({ watch: z.boolean().default(false) }),
    run: async (run, [id = ''], options) => {
      const lab = await openLab(options.data);
      let round = await roundOf(lab, id, run);
      if (options.watch) {
        const { follow } = await import('../../learn/rounds/follow.js');
        const { LiveLine } = await import('../../learn/show/live-line.js');
        const line = new LiveLine(words, run.json);
        // Ctrl-C ends the watching, not the round.
        round = await follow(lab.desk, round.id, (now) => line.show(now), run.signal);
        line.clear();
      }
      run.answer(round, await describeRound(lab, round, run));
      return EXIT.done;
    },
  });
}

/** `haustra learn pause` and `haustra learn cancel`. */
export function registerStops(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  for (const name of ['pause', 'cancel'] as const) {
    addCommand(group, cli, {
      name,
      summary: words[name].summary,
      arguments: [['[round]', words.arguments.round]],
      options: [['--by <name>', words.options.by], dataOption(words)],
      examples: [[`haustra learn ${name}`, words[name].example]],
      schema: DataSchema.extend({ by: z.string().trim().min(1).max(80).optional() }),
      run: async (run, [id = ''], options) => {
        const { follow } = await import('../../learn/rounds/follow.js');
        const lab = await openLab(options.data);
        const { id: known } = await openRoundOf(lab, id, run);
        await lab.desk[name](known, options.by ?? commandLine());
        const round = await follow(lab.desk, known, () => undefined, run.signal);
        const text = await describeRound(lab, round, run);
        run.answer(round, round.state === 'running' ? `${text}\n${words.pause.soon}` : text);
        return EXIT.done;
      },
    });
  }
}

/** `haustra learn list`. */
export function registerList(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  addCommand(group, cli, {
    name: 'list',
    summary: words.list.summary,
    arguments: [],
    options: [dataOption(words)],
    examples: [['haustra learn list', words.list.example]],
    schema: DataSchema,
    run: async (run, _args, options) => {
      const { textTable } = await import('../../evaluate/table.js');
      const rounds = await (await openLab(options.data)).desk.list();
      const { table, stages, states, gates, decisions } = words;
      const rows = rounds.map((round) => [
        round.id,
        stages[round.stage],
        states[round.state],
        `${round.counts.kept} / ${round.counts.looked}`,
        round.gatePassed === null ? '' : round.gatePassed ? gates.passed : gates.refused,
        round.decision === null ? '' : decisions[round.decision],
      ]);
      const header = [table.round, table.stage, table.state, table.kept, table.gate, table.decision];
      run.answer({ rounds }, rounds.length === 0 ? words.list.none : textTable({ header, rows }));
      return EXIT.done;
    },
  });
}
