import { HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import type { z } from 'zod';
import type { Messages } from '../messages/en.js';
import type { ExitCode } from './exit.js';
import { interruptSignal } from './interrupt.js';
import { type Lang, langOption } from './lang.js';
import { consoleRun, type Run } from './run.js';

/** What every command is built with: the language, its words, and where to leave the exit code. */
export interface Cli {
  readonly lang: Lang;
  readonly t: Messages;
  exit: ExitCode;
}

/** One command of `haustra`. Texts come from the message catalogues. */
export interface CommandSpec<Options> {
  readonly name: string;
  readonly summary: string;
  /** `['<source>', 'what it is']`, in order. */
  readonly arguments: readonly (readonly [syntax: string, description: string])[];
  readonly options: readonly (readonly [flags: string, description: string, fallback?: string])[];
  /** Commands to copy, each with what it does. */
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** Reads the options as commander hands them over; a failed read is wrong usage. */
  readonly schema: z.ZodType<Options>;
  /** Does the work; loads what it needs by itself, so that a command does not wait for the parts of another. Returns the exit code; throws `HaustraError`. */
  run(run: Run, args: readonly string[], options: Options): Promise<ExitCode>;
}

function parseOptions<Options>(spec: CommandSpec<Options>, given: unknown, t: Messages): Options {
  const parsed = spec.schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const flag = String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new HaustraError({
    code: 'usage',
    message: t.usage.badOption(`--${flag}`, issue?.message ?? ''),
    hint: t.usage.seeHelp(`haustra ${spec.name}`),
  });
}

/** Adds a command with the manners that all share: `--json`, `--lang`, examples in the help, Ctrl-C, exit code. */
export function addCommand<Options>(program: Command, cli: Cli, spec: CommandSpec<Options>): void {
  const { t, lang } = cli;
  const command = program
    .command(spec.name)
    .description(spec.summary)
    .helpOption('-h, --help', t.options.help);
  for (const [syntax, description] of spec.arguments) command.argument(syntax, description);
  for (const [flags, description, fallback] of spec.options) command.option(flags, description, fallback);
  command.option('--json', t.options.json);
  command.addOption(langOption(t.options.lang));
  const width = Math.max(...spec.examples.map(([line]) => line.length));
  const lines = spec.examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`);
  command.addHelpText('after', `\n${t.headings.examples}\n${lines.join('\n')}`);
  command.action(async (...given: unknown[]) => {
    const args = given
      .slice(0, spec.arguments.length)
      .map((word) => (word === undefined ? '' : String(word)));
    const raw: Record<string, unknown> = command.opts();
    const interrupt = interruptSignal(() => {
      if (raw.json !== true) process.stderr.write(`\n${t.stopping}\n`);
    });
    try {
      const options = parseOptions(spec, raw, t);
      const run = consoleRun({ lang, t, json: raw.json === true, signal: interrupt.signal });
      cli.exit = await spec.run(run, args, options);
    } finally {
      interrupt.dispose();
    }
  });
}
