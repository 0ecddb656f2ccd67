import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { z } from 'zod';
import { registerCommands } from '../commands/index.js';
import type { Cli } from './command.js';
import { langOption } from './lang.js';

const PackageSchema = z.object({ version: z.string() });

/** Version of this program, from its package. */
export function stationVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return PackageSchema.parse(JSON.parse(text)).version;
}

/** The whole command line of `haustra`. Parsing throws `CommanderError` instead of leaving the process. */
export function buildProgram(cli: Cli): Command {
  const { t } = cli;
  const titles: Readonly<Record<string, string>> = {
    'Usage:': t.headings.usage,
    'Arguments:': t.headings.arguments,
    'Options:': t.headings.options,
    'Commands:': t.headings.commands,
  };
  const program = new Command('haustra')
    .description(t.about)
    .version(stationVersion(), '-V, --version', t.options.version)
    .helpOption('-h, --help', t.options.help)
    .helpCommand('help [command]', t.options.helpCommand)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title, helpWidth: 110 })
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .showSuggestionAfterError(false);
  program.addOption(langOption(t.options.lang));
  program.addHelpText('after', `\n${t.disclaimer}`);
  registerCommands(program, cli);
  return program;
}
