import { asHaustraError, type HaustraError } from '@haustra/domain';
import { CommanderError } from 'commander';
import type { Messages } from '../messages/en.js';
import { EXIT, type ExitCode } from './exit.js';

/** What the person, the machine and the shell learn of a command that did not succeed. */
export interface Failure {
  readonly exit: ExitCode;
  /** One plain sentence with what to do. */
  readonly sentence: string;
  readonly error: { code: string; message: string; where: string | null; hint: string | null };
}

const usageTexts = (t: Messages): Record<string, (word: string) => string> => ({
  'commander.unknownOption': t.usage.unknownOption,
  'commander.unknownCommand': t.usage.unknownCommand,
  'commander.missingArgument': t.usage.missingArgument,
  'commander.excessArguments': t.usage.excessArguments,
  'commander.optionMissingArgument': t.usage.optionNeedsValue,
  'commander.missingMandatoryOptionValue': t.usage.missingOption,
  'commander.invalidArgument': t.usage.invalidValue,
});

function usageFailure(error: CommanderError, command: string, t: Messages): Failure {
  const word = (/'([^']*)'/.exec(error.message)?.[1] ?? '').replace(/ <.*>$/, '');
  const text = usageTexts(t)[error.code];
  const message = text ? text(word) : error.message.replace(/^error: /, '').split('\n')[0] || error.message;
  const hint = t.usage.seeHelp(command);
  return {
    exit: EXIT.usage,
    sentence: t.sentence(message, hint),
    error: { code: 'usage', message, where: null, hint },
  };
}

/** The error as the words of the chosen language; the details of an error keep the words of the part that raised it. */
function wordsOf(error: HaustraError, t: Messages): string {
  const sentence = `${t.errors[error.code] ?? ''}${error.sentence}`;
  return /[.。!?！？]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Turns anything thrown by a command into what is said and the exit code. */
export function failureOf(thrown: unknown, command: string, t: Messages): Failure {
  if (thrown instanceof CommanderError) return usageFailure(thrown, command, t);
  const error = asHaustraError(thrown, {
    code: 'internal',
    message: `unexpected error (${thrown instanceof Error ? thrown.message : String(thrown)})`,
    hint: t.reportBug,
  });
  return {
    exit: error.code === 'usage' ? EXIT.usage : EXIT.failed,
    sentence: wordsOf(error, t),
    error: {
      code: error.code,
      message: error.message,
      where: error.where ?? null,
      hint: error.hint ?? null,
    },
  };
}
