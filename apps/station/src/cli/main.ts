import { type Command, CommanderError } from 'commander';
import { type Cli, pathOf } from './command.js';
import { EXIT, type ExitCode } from './exit.js';
import { failureOf } from './failure.js';
import { chooseLang, messagesOf } from './lang.js';
import { buildProgram } from './program.js';

/**
 * Runs one command line and gives its exit code: 0 done, 1 failed, 2 wrong usage. Errors are one sentence on stderr;
 * with `--json` the same error is also an object on stdout.
 * @param argv the words after `haustra`
 */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const lang = chooseLang(argv, process.env);
  const t = messagesOf(lang);
  const cli: Cli = { lang, t, exit: EXIT.done };
  const program = buildProgram(cli);
  if (argv.length === 0) {
    process.stdout.write(program.helpInformation());
    process.stdout.write(`\n${t.disclaimer}\n`);
    return EXIT.done;
  }
  const group = groupAlone(program, argv);
  if (group !== null) {
    group.outputHelp();
    return EXIT.done;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return cli.exit;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done;
    const failure = failureOf(thrown, calledBy(program, argv), t);
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: failure.error })}\n`);
    process.stderr.write(`haustra: ${failure.sentence}\n`);
    if (process.env.HAUSTRA_TRACE && thrown instanceof Error) process.stderr.write(`${traceOf(thrown)}\n`);
    return failure.exit;
  }
}

/** The group that is called without saying which of its commands; null where something else is called. */
function groupAlone(program: Command, argv: readonly string[]): Command | null {
  const words = argv.filter((word, i) => !/^--(lang|json)(=|$)/.test(word) && argv[i - 1] !== '--lang');
  const [name, ...rest] = words;
  const group = program.commands.find((command) => command.name() === name);
  return group !== undefined && rest.length === 0 && group.commands.length > 0 ? group : null;
}

/** The command that the words call, as far as they name one. */
function calledBy(program: Command, [word, ...rest]: readonly string[]): string {
  const known = program.commands.find((command) => command.name() === word);
  return known === undefined ? pathOf(program) : calledBy(known, rest);
}

function traceOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${traceOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
