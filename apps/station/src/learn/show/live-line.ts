import { ROUND_STAGES, type Round } from '@haustra/domain';
import type { LearnMessages } from '../messages/index.js';
import { duration } from './duration.js';
import { noteText } from './note.js';

const CELLS = 20;
/** A terminal, perhaps far away, is written to at most this often. */
const BETWEEN_MS = 150;

/** One line that says how far something is. */
export function progressText(label: string, progress: Round['progress'], words: LearnMessages): string {
  const parts = [label];
  if (progress.of > 0) {
    const share = Math.min(1, progress.done / progress.of);
    const full = Math.round(share * CELLS);
    parts.push(`${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${Math.floor(100 * share)}%`);
  }
  const note = noteText(progress.note, words).trim();
  if (note !== '') parts.push(note);
  if (progress.secondsLeft !== null) parts.push(words.live.left(duration(progress.secondsLeft, words)));
  const total = progress.totalSecondsLeft ?? null;
  if (total !== null && total > (progress.secondsLeft ?? 0))
    parts.push(words.live.total(duration(total, words)));
  return parts.join(' | ');
}

/** One line that says how a running round is doing. */
export function liveLine(round: Round, words: LearnMessages): string {
  const at = ROUND_STAGES.indexOf(round.stage) + 1;
  const label = words.live.stage(words.stages[round.stage], at, ROUND_STAGES.length);
  const note = round.yielding ? words.live.resting : round.progress.note;
  return progressText(label, { ...round.progress, note }, words);
}

/** Shows the line in place on a terminal; elsewhere one line for each stage. */
export class LiveLine {
  readonly #out: NodeJS.WriteStream;
  readonly #words: LearnMessages;
  readonly #terminal: boolean;
  #stage: string | null = null;
  #shown = false;
  #shownAt = 0;

  constructor(words: LearnMessages, quiet: boolean, out: NodeJS.WriteStream = process.stderr) {
    this.#out = out;
    this.#words = words;
    this.#terminal = !quiet && out.isTTY === true;
    if (quiet) this.#stage = '';
  }

  /** How far something is that is no round; only on a terminal. */
  showProgress(label: string, progress: Round['progress']): void {
    if (this.#terminal) this.#inPlace(progressText(label, progress, this.#words));
  }

  #inPlace(line: string): void {
    if (Date.now() - this.#shownAt < BETWEEN_MS) return;
    this.#shownAt = Date.now();
    this.#out.write(`\r\u001b[K${line.slice(0, Math.max(20, (this.#out.columns || 80) - 1))}`);
    this.#shown = true;
  }

  show(round: Round): void {
    if (this.#terminal) {
      this.#inPlace(liveLine(round, this.#words));
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
