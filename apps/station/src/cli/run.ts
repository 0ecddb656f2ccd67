import type { Messages } from '../messages/en.js';
import type { Lang } from './lang.js';
import { type Progress, startProgress } from './progress.js';

/** What a running command may use of the world around it: words, output, progress, and the wish to stop. */
export interface Run {
  readonly lang: Lang;
  readonly t: Messages;
  /** True when a machine reads: `answer` prints JSON and `say` prints nothing. */
  readonly json: boolean;
  /** Aborted by the first Ctrl-C; a command then stops cleanly and leaves no half-written file. */
  readonly signal: AbortSignal;
  /** A line for the person, on stdout. */
  say(text: string): void;
  /** A remark that is no result, on stderr. */
  note(text: string): void;
  /** The result: `value` as JSON for machines, else `text`. */
  answer(value: unknown, text: string): void;
  progress(label: string, total: number | null): Progress;
}

export interface RunOptions {
  readonly lang: Lang;
  readonly t: Messages;
  readonly json: boolean;
  readonly signal: AbortSignal;
}

/** A run that speaks on this process's stdout and stderr. */
export function consoleRun({ lang, t, json, signal }: RunOptions): Run {
  const bars = new Set<Progress>();
  return {
    lang,
    t,
    json,
    signal,
    say: (text) => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    note: (text) => {
      process.stderr.write(`${text}\n`);
    },
    answer: (value, text) => {
      process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
    },
    progress: (label, total) => {
      const bar = startProgress(label, total, t, process.stderr.isTTY === true && !json);
      bars.add(bar);
      return {
        update: (done) => bar.update(done),
        stop: () => {
          if (bars.delete(bar)) bar.stop();
        },
      };
    },
  };
}
