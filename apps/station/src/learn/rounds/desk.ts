import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError, type Round, type RoundSettings } from '@haustra/domain';
import type { ModelRegistry } from '@haustra/learning';
import { withLock, writeError } from '@haustra/store';
import type { LearningFolder, RoundFolder } from '../folder.js';
import { askedOf, askWorker, forgetAsked } from './control.js';
import type { Launch } from './launch.js';
import { isOver, mustNotBeOver, newRoundId, readRound, roundIds, writeRound } from './round-file.js';
import { livingWorker } from './worker-file.js';

/** Whoever asked waits so long for the worker to answer; it stops soon after in any case. */
const ANSWER_MS = 2_000;
const LOOK_MS = 100;

const EMPTY_COUNTS: Round['counts'] = { looked: 0, kept: 0, dropped: {}, corrections: 0 };

/**
 * Where rounds are started and watched, by the server and the command line alike. Working on a round is another
 * process' business: this one writes a round's state only while no worker lives.
 */
export class RoundDesk {
  constructor(
    readonly learning: LearningFolder,
    readonly registry: ModelRegistry,
    readonly launch: Launch,
  ) {}

  /** The rounds, the newest first; one whose file is broken is left out. */
  async list(): Promise<Round[]> {
    const ids = await roundIds(this.learning);
    const rounds = await Promise.all(ids.map((id) => this.get(id).catch(() => null)));
    return rounds.filter((round) => round !== null);
  }

  /**
   * A round as it stands: one whose worker ended without a word shows as `stopped`.
   * @throws HaustraError `not-found`, `unreadable`.
   */
  async get(id: string): Promise<Round> {
    const folder = this.learning.round(id);
    const round = await readRound(folder);
    if (round.state !== 'running') return round;
    // Its last word may have come between the two looks.
    if ((await livingWorker(folder)) === null) {
      const again = await readRound(folder);
      return again.state === 'running' ? { ...again, state: 'stopped', asked: null, yielding: false } : again;
    }
    return { ...round, asked: (await askedOf(folder))?.want ?? null };
  }

  /** The newest round that is not over; null where there is none. */
  async open(): Promise<Round | null> {
    return (await this.list()).find((round) => !isOver(round)) ?? null;
  }

  /**
   * Makes a round and starts the process that works on it.
   * @throws HaustraError `busy` while another round runs, `unwritable`, and as the current model.
   */
  start(settings: RoundSettings, by: string): Promise<Round> {
    return this.#alone(() => this.#start(settings, by));
  }

  async #start(settings: RoundSettings, by: string): Promise<Round> {
    await this.#mustBeFree(null);
    const startedAt = new Date();
    const folder = this.learning.round(newRoundId(startedAt));
    const name = await this.registry.currentName();
    await mkdir(folder.pictures, { recursive: true });
    const round: Round = {
      id: folder.id,
      startedAt: startedAt.toISOString(),
      settings,
      current: name,
      stage: 'gather',
      state: 'running',
      progress: { done: 0, of: 0, secondsLeft: null, note: '' },
      counts: EMPTY_COUNTS,
      candidate: null,
      gatePassed: null,
      shadow: { wanted: settings.shadowExams, done: 0 },
      decision: null,
      problem: null,
    };
    await writeRound(folder, round);
    await this.registry.audit.append(by, [{ type: 'round-started', round: folder.id, current: name }]);
    await this.launch(folder, this.learning.data);
    return this.get(folder.id);
  }

  /** @throws HaustraError `not-found`; `busy` where there is nothing to pause. */
  pause(id: string, by: string): Promise<Round> {
    return this.#stop(id, by, 'pause');
  }

  /** Ends a round for good; what it gathered stays on the disk. @throws HaustraError as `pause`. */
  cancel(id: string, by: string): Promise<Round> {
    return this.#stop(id, by, 'cancel');
  }

  async #stop(id: string, by: string, want: 'pause' | 'cancel'): Promise<Round> {
    const folder = this.learning.round(id);
    const round = await this.get(id);
    mustNotBeOver(round);
    if (round.state === 'running') {
      await askWorker(folder, { want, by });
      return this.#answer(folder);
    }
    if (want === 'pause' && round.state === 'paused') return round;
    const state = want === 'pause' ? 'paused' : 'cancelled';
    await writeRound(folder, { ...round, state, asked: null, yielding: false });
    await this.registry.audit.append(by, [{ type: 'round-stage', round: id, stage: round.stage, state }]);
    return this.get(id);
  }

  /** The round once its worker stopped, or as it is when that takes longer. */
  async #answer(folder: RoundFolder): Promise<Round> {
    for (const until = Date.now() + ANSWER_MS; Date.now() < until; ) {
      const round = await this.get(folder.id);
      if (round.state !== 'running') return round;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return this.get(folder.id);
  }

  /**
   * Goes on with a round that is paused, stopped, failed or waits. One that already runs is left alone.
   * @throws HaustraError `not-found`; `busy` where it is over or another round runs.
   */
  resume(id: string, by: string): Promise<Round> {
    return this.#alone(() => this.#resume(id, by));
  }

  async #resume(id: string, by: string): Promise<Round> {
    const folder = this.learning.round(id);
    const round = await this.get(id);
    mustNotBeOver(round);
    if (round.state === 'running') {
      // Asked to pause and thought better of it: the worker may not have seen it yet.
      await forgetAsked(folder);
      return this.get(id);
    }
    await this.#mustBeFree(id);
    await forgetAsked(folder);
    await writeRound(folder, { ...round, state: 'running', problem: null, asked: null });
    await this.registry.audit.append(by, [
      { type: 'round-stage', round: id, stage: round.stage, state: 'running' },
    ]);
    await this.launch(folder, this.learning.data);
    return this.get(id);
  }

  /** One start after another, of all consoles and command lines, so that two do not both find it free. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    await mkdir(this.learning.rounds, { recursive: true }).catch((thrown) =>
      Promise.reject(writeError(thrown, this.learning.rounds)),
    );
    return withLock(join(this.learning.root, 'start.lock'), 'a round is being started', work);
  }

  /** One round at a time: two would take each other's processor, and each the other's frames for duplicates. */
  async #mustBeFree(forId: string | null): Promise<void> {
    const other = (await this.list()).find(({ id, state }) => state === 'running' && id !== forId);
    if (other === undefined) return;
    throw new HaustraError({
      code: 'busy',
      message: 'another round is running',
      where: other.id,
      hint: `Wait until it is done, or pause it: haustra learn pause ${other.id}.`,
    });
  }
}
