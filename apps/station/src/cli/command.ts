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

/** A word of `haustra` under which several commands stand, such as `haustra models list`. */
export interface GroupSpec {
  readonly name: string;
  readonly summary: string;
  readonly examples: CommandSpec<unknown>['examples'];
}

/** One command of `haustra`. Texts come from the message catalogues. */
export interface CommandSpec<Options> {
  readonly name: string;
  /** Left out of the help: started by other commands only. */
  readonly hidden?: boolean;
  readonly summary: string;
  /** `['<source>', 'what it is']`, in order; the last may be of any number: `'<source...>'`. */
  readonly arguments: readonly (readonly [syntax: string, description: string])[];
  readonly options: readonly (readonly [flags: string, description: string, fallback?: string])[];
  /** Commands to copy, each with what it does. */
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  /** Reads the options as commander hands them over; a failed read is wrong usage. */
  readonly schema: z.ZodType<Options>;
  /** Does the work; loads what it needs by itself, so that a command does not wait for the parts of another. Returns the exit code; throws `HaustraError`. */
  run(run: Run, args: readonly string[], options: Options): Promise<ExitCode>;
}

function parseOptions<Options>(
  schema: z.ZodType<Options>,
  path: string,
  given: unknown,
  t: Messages,
): Options {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const flag = String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new HaustraError({
    code: 'usage',
    message: t.usage.badOption(`--${flag}`, issue?.message ?? ''),
    hint: t.usage.seeHelp(path),
  });
}

/** The words that call a command: `haustra models list`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Adds a group; its commands are then added to what this returns. Without one of them, it shows its help. */
export function addGroup(program: Command, cli: Cli, spec: GroupSpec): Command {
  const { t } = cli;
  const group = program
    .command(spec.name)
    .description(spec.summary)
    .usage(t.headings.groupUsage)
    .helpOption('-h, --help', t.options.help)
    .helpCommand(false);
  group.addHelpText('after', examplesText(spec.examples, t));
  return group;
}

function examplesText(examples: GroupSpec['examples'], t: Messages): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`);
  return `\n${t.headings.examples}\n${lines.join('\n')}`;
}

/**
 * Adds a command with the manners that all share: `--json`, `--lang`, examples in the help, Ctrl-C, exit code.
 * @param program the whole command line, or a group of it
 */
export function addCommand<Options>(program: Command, cli: Cli, spec: CommandSpec<Options>): void {
  const { t, lang } = cli;
  const command = program
    .command(spec.name, { hidden: spec.hidden === true })
    .description(spec.summary)
    .helpOption('-h, --help', t.options.help);
  for (const [syntax, description] of spec.arguments) command.argument(syntax, description);
  for (const [flags, description, fallback] of spec.options) command.option(flags, description, fallback);
  command.option('--json', t.options.json);
  command.addOption(langOption(t.options.lang));
  command.addHelpText('after', examplesText(spec.examples, t));
  command.action(async (...given: unknown[]) => {
    const args = given
      .slice(0, spec.arguments.length)
      .flatMap((word) => (Array.isArray(word) ? word : [word]))
      .map((word) => (word === undefined ? '' : String(word)));
    const raw: Record<string, unknown> = command.opts();
    const interrupt = interruptSignal(() => {
      if (raw.json !== true) process.stderr.write(`\n${t.stopping}\n`);
    });
    try {
      const options = parseOptions(spec.schema, pathOf(command), raw, t);
      const run = consoleRun({ lang, t, json: raw.json === true, signal: interrupt.signal });
      cli.exit = await spec.run(run, args, options);
    } finally {
      interrupt.dispose();
    }
  });
}
