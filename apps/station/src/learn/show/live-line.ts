import { ROUND_STAGES, type Round } from '@haustra/domain';
import type { LearnMessages } from '../messages/index.js';
import { duration } from './duration.js';

const CELLS = 20;

/** One line that says how a running round is doing. */
export function liveLine(round: Round, words: LearnMessages): string {
  const { progress, stage } = round;
  const parts = [words.live.stage(words.stages[stage], ROUND_STAGES.indexOf(stage) + 1, ROUND_STAGES.length)];
  if (progress.of > 0) {
    const share = Math.min(1, progress.done / progress.of);
    const full = Math.round(share * CELLS);
    parts.push(`${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${Math.floor(100 * share)}%`);
  }
  if (round.yielding) parts.push(words.live.resting);
  else if (progress.note !== '') parts.push(progress.note);
  if (progress.secondsLeft !== null) parts.push(words.live.left(duration(progress.secondsLeft, words)));
  const total = progress.totalSecondsLeft ?? null;
  if (total !== null && total > (progress.secondsLeft ?? 0))
    parts.push(words.live.total(duration(total, words)));
  return parts.join(' | ');
}

/** Shows the line in place on a terminal; elsewhere one line for each stage. */
export class LiveLine {
  readonly #out: NodeJS.WriteStream;
  readonly #words: LearnMessages;
  readonly #terminal: boolean;
  #stage: string | null = null;
  #shown = false;

  constructor(words: LearnMessages, quiet: boolean, out: NodeJS.WriteStream = process.stderr) {
    this.#out = out;
    this.#words = words;
    this.#terminal = !quiet && out.isTTY === true;
    if (quiet) this.#stage = '';
  }

  show(round: Round): void {
    if (this.#terminal) {
      const line = liveLine(round, this.#words);
      this.#out.write(`\r\u001b[K${line.slice(0, Math.max(20, (this.#out.columns ?? 80) - 1))}`);
      this.#shown = true;
    } else if (this.#stage !== '' && this.#stage !== round.stage) {
      this.#stage = round.stage;
      this.#out.write(
        `${liveLine({ ...round, progress: { ...round.progress, of: 0, note: '' } }, this.#words)}\n`,
      );
    }
  }

  clear(): void {
    if (this.#shown) this.#out.write('\r\u001b[K');
    this.#shown = false;
  }
}
