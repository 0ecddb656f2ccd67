import { HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../cli/command.js';

/** `haustra bench`. */
export function registerBench(program: Command, cli: Cli): void {
  addCommand(program, cli, {
    name: 'bench',
    summary: 'measure speed',
    arguments: [['[name]', 'what to measure']],
    options: [],
    examples: [['haustra bench', 'everything']],
    schema: z.object({}),
    run: () => Promise.reject(new HaustraError({ code: 'unsupported', message: 'not built yet' })),
  });
}
