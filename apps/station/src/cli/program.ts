import { Command } from 'commander';
import { registerCommands } from '../commands/index.js';
import type { Cli } from './command.js';
import { langOption } from './lang.js';
import { stationVersion } from './version.js';

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
