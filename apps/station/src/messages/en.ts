import type { ErrorCode } from '@haustra/domain';
import type { Translated } from './catalogue.js';
import { enCommands } from './en-commands.js';

/** Printed before the sentence of an error; English errors speak for themselves. */
const errors: Readonly<Record<ErrorCode, string | null>> = {
  usage: null,
  'not-found': null,
  unreadable: null,
  unwritable: null,
  unsupported: null,
  'no-picture': null,
  'missing-tool': null,
  'model-invalid': null,
  'analysis-failed': null,
  'journal-broken': null,
  busy: null,
  refused: null,
  cancelled: null,
  internal: null,
};

/** English texts of the command line. */
export const en = {
  about: 'Haustra: open, vendor-neutral AI assistant for colonoscopy.',
  disclaimer: 'For research and evaluation. Not a cleared medical device.',
  overlayLine: 'Haustra: research and evaluation only',
  sentence: (message: string, hint: string) => `${message}. ${hint}`,
  stopping: 'Stopping… (Ctrl-C again stops at once)',
  reportBug: 'Run again with HAUSTRA_TRACE=1 and report what it prints',
  headings: {
    usage: 'Usage:',
    groupUsage: '<command> [options]',
    arguments: 'Arguments:',
    options: 'Options:',
    commands: 'Commands:',
    examples: 'Examples:',
  },
  options: {
    help: 'show this help',
    helpCommand: 'show the help of a command',
    version: 'show the version',
    json: 'print the result as JSON, for machines',
    lang: 'language of the texts: en or zh (default: HAUSTRA_LANG or the locale)',
    model: 'model to use: an id under models/ or a folder',
    provider: 'where the model runs: cpu, webgpu, cuda or auto (the fastest measured)',
    precision: 'precision of the model: int8 or fp32 (default: as the model says)',
    settings: 'settings of the site: a JSON file (default: site.json of the data folder)',
    operatingPoint: 'A finds more, B disturbs less (default: as the model says)',
  },
  usage: {
    unknownOption: (word: string) => `there is no option ${word}`,
    unknownCommand: (word: string) => `there is no command ${word}`,
    missingArgument: (word: string) => `the argument ${word} is missing`,
    excessArguments: (_word: string) => 'there are too many arguments',
    optionNeedsValue: (word: string) => `the option ${word} needs a value`,
    missingOption: (word: string) => `the option ${word} is missing`,
    invalidValue: (word: string) => `the value given for ${word} is not one of those allowed`,
    badOption: (option: string, why: string) => `the value of ${option} does not fit (${why})`,
    seeHelp: (command: string) => `See ${command} --help.`,
  },
  errors,
  progress: { left: 'left' },
  ...enCommands,
};

/** Every text that the command line can say; a language that misses one does not compile. */
export type Messages = Translated<typeof en>;
