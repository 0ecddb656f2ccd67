import { HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../cli/command.js';

/** `haustra evaluate`. */
export function registerEvaluate(program: Command, cli: Cli): void {
  addCommand(program, cli, {
    name: 'evaluate',
    summary: 'metrics',
    arguments: [['<index>', 'index.csv']],
    options: [],
    examples: [['haustra evaluate index.csv', 'metrics']],
    schema: z.object({}),
    run: () => Promise.reject(new HaustraError({ code: 'unsupported', message: 'not built yet' })),
  });
}
