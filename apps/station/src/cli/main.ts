import { CommanderError } from 'commander';
import type { Cli } from './command.js';
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
  try {
    await program.parseAsync(argv, { from: 'user' });
    return cli.exit;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.done;
    const known = program.commands.find((command) => command.name() === argv[0]);
    const failure = failureOf(thrown, known ? `haustra ${known.name()}` : 'haustra', t);
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: failure.error })}\n`);
    process.stderr.write(`haustra: ${failure.sentence}\n`);
    if (process.env.HAUSTRA_TRACE && thrown instanceof Error) process.stderr.write(`${traceOf(thrown)}\n`);
    return failure.exit;
  }
}

function traceOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${traceOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
