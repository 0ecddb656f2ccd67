import type { Command } from 'commander';
import { z } from 'zod';
import { benchMessages } from '../bench/messages/index.js';
import { addCommand, type Cli } from '../cli/command.js';

/** `haustra bench`. */
export function registerBench(program: Command, cli: Cli): void {
  const m = benchMessages(cli.lang);
  const amount = z.coerce.number(m.bad.number).positive(m.bad.number);
  addCommand(program, cli, {
    name: 'bench',
    summary: m.summary,
    arguments: [['[name]', m.name]],
    options: [
      ['--seconds <n>', m.options.seconds, '60'],
      ['--minutes <n>', m.options.minutes, '10'],
      ['--rounds <n>', m.options.rounds, '2'],
      ['--recording <file>', m.options.recording],
      ['--model <id>', cli.t.options.model],
    ],
    examples: [
      ['haustra bench', m.examples.plain],
      ['haustra bench live --minutes 10', m.examples.live],
      ['haustra bench python --rounds 3', m.examples.python],
    ],
    schema: z.object({
      seconds: amount,
      minutes: amount,
      rounds: z.coerce.number(m.bad.rounds).int(m.bad.rounds).min(1, m.bad.rounds).max(20, m.bad.rounds),
      recording: z.string().min(1).optional(),
      model: z.string().min(1).optional(),
    }),
    run: async (run, [name = ''], { seconds, minutes, rounds, recording, model }) => {
      const { bench } = await import('../bench/bench.js');
      return bench({ run, m, model, seconds, minutes, rounds, recording: recording ?? null }, name);
    },
  });
}
