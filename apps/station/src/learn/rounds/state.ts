import type { Round } from '@haustra/domain';
import type { RoundFolder } from '../folder.js';
import { readRound, writeRound } from './round-file.js';

/** Progress is written at most this often; changes of stage and state at once. */
const BETWEEN_MS = 500;

/** A round as its worker holds it: the file follows, progress a moment later. */
export class RoundState {
  #round: Round;
  #writtenAt = 0;
  #late: NodeJS.Timeout | null = null;
  #turn: Promise<void> = Promise.resolve();

  private constructor(
    readonly folder: RoundFolder,
    round: Round,
    readonly total: (round: Round) => number | null,
  ) {
    this.#round = round;
  }

  /**
   * @param total seconds that the whole round will still take; goes with every progress
   * @throws HaustraError `not-found`, `unreadable`
   */
  static async open(folder: RoundFolder, total: (round: Round) => number | null): Promise<RoundState> {
    return new RoundState(folder, await readRound(folder), total);
  }

  get round(): Round {
    return this.#round;
  }

  /** Changes what is shown while it goes on; a write that fails is made up for by the next. */
  show(change: Partial<Round>): void {
    this.#change(change);
    const wait = this.#writtenAt + BETWEEN_MS - Date.now();
    if (wait <= 0) void this.#write().catch(() => undefined);
    else this.#late ??= setTimeout(() => void this.#write().catch(() => undefined), wait);
  }

  /** Changes what a restart goes by; it is on the disk when this resolves. @throws HaustraError `unwritable` */
  async set(change: Partial<Round>): Promise<void> {
    this.#change(change);
    await this.#write();
  }

  #change(change: Partial<Round>): void {
    const round = { ...this.#round, ...change };
    if (change.progress === undefined) this.#round = round;
    else {
      const working = round.state === 'running';
      const totalSecondsLeft = working ? this.total(round) : null;
      this.#round = { ...round, progress: { ...round.progress, totalSecondsLeft } };
    }
  }

  #write(): Promise<void> {
    if (this.#late !== null) clearTimeout(this.#late);
    this.#late = null;
    this.#writtenAt = Date.now();
    const done = this.#turn.then(() => writeRound(this.folder, this.#round));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async close(): Promise<void> {
    if (this.#late !== null) clearTimeout(this.#late);
    this.#late = null;
    await this.#turn;
  }
}
