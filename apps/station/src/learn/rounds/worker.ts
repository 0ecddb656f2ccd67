import {
  asHaustraError,
  type HaustraError,
  ROUND_STAGES,
  type Round,
  type RoundStage,
} from '@haustra/domain';
import type { Lang } from '../../cli/lang.js';
import { CorrectionBook } from '../corrections/book.js';
import type { LearningFolder } from '../folder.js';
import type { RoundParts } from '../parts.js';
import { gatherStage } from '../stages/gather.js';
import { decideStage, evaluateStage, gateStage } from '../stages/judge.js';
import { shadowStage } from '../stages/shadow.js';
import { releaseStage, trainStage } from '../stages/train.js';
import { noProgress, type Stage, type Work } from '../stages/work.js';
import { forgetAsked } from './control.js';
import { Manners } from './manners.js';
import { isOver, readRound, roundIds } from './round-file.js';
import { RoundState } from './state.js';
import { expected, totalSecondsLeft } from './time-left.js';
import { becomeWorker } from './worker-file.js';

const STAGES: Readonly<Record<RoundStage, Stage>> = {
  gather: gatherStage,
  train: trainStage,
  release: releaseStage,
  evaluate: evaluateStage,
  gate: gateStage,
  shadow: shadowStage,
  decide: decideStage,
};

export interface WorkerOptions {
  readonly learning: LearningFolder;
  readonly id: string;
  readonly parts: RoundParts;
  /** Aborted when this process is to end; the round can then be resumed. */
  readonly stop: AbortSignal;
  readonly lang: Lang;
}

/**
 * Works on a round until it is decided, waits, is stopped, or fails. A stage whose result is whole on the disk is passed
 * over, so that a round that was stopped anyhow goes on to the same result.
 * @returns the round as it was left
 * @throws HaustraError `busy` while another process works on it; `not-found`; `unwritable` where not even that can be said
 */
export async function workOn(options: WorkerOptions): Promise<Round> {
  const { learning, id, parts, stop, lang } = options;
  const folder = learning.round(id);
  const release = await becomeWorker(folder);
  const earlier = await earlierRounds(learning, id);
  const state = await RoundState.open(folder, (round) => totalSecondsLeft(round, earlier));
  const manners = new Manners(folder, learning.data, stop, (yielding) => state.show({ yielding }));
  try {
    if (isOver(state.round)) return state.round;
    await manners.look();
    const book = new CorrectionBook(learning);
    const expects = (stage: RoundStage) => expected(state.round, stage, earlier);
    await new Worker({ learning, folder, book, state, manners, parts, lang, expected: expects }).run();
    return state.round;
  } finally {
    manners.close();
    await state.close();
    await forgetAsked(folder);
    await release();
  }
}

async function earlierRounds(learning: LearningFolder, own: string): Promise<Round[]> {
  const ids = (await roundIds(learning)).filter((id) => id !== own);
  const rounds = await Promise.all(ids.map((id) => readRound(learning.round(id)).catch(() => null)));
  return rounds.filter((round) => round !== null);
}

class Worker {
  constructor(readonly work: Work) {}

  async run(): Promise<void> {
    const { state, manners } = this.work;
    await state.set({ state: 'running', problem: null });
    for (let at = ROUND_STAGES.indexOf(state.round.stage); ; at++) {
      const stage = ROUND_STAGES[at];
      if (stage === undefined) return this.#leave('done', null);
      try {
        await this.#begin(stage);
        const end = await this.#timed(stage);
        if (end === 'done') return await this.#leave('done', null);
        if (end === 'wait') return await this.#leave('waiting', null);
      } catch (thrown) {
        const { reason } = manners;
        if (reason !== null) {
          if (reason.want === 'stop') return await this.#leave('stopped', null);
          const over = reason.want === 'pause' ? 'paused' : 'cancelled';
          return await this.#leave(over, null, reason.by);
        }
        const problem = asHaustraError(thrown, {
          code: 'internal',
          message: `unexpected error (${thrown instanceof Error ? thrown.message : String(thrown)})`,
          hint: `Report it, with ${this.work.folder.id}/worker.log; then: haustra learn resume ${this.work.folder.id}.`,
        });
        process.stderr.write(
          `${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
        );
        return await this.#leave('failed', problem);
      }
    }
  }

  async #begin(stage: RoundStage): Promise<void> {
    const { state, manners } = this.work;
    if (state.round.stage !== stage) {
      await state.set({ stage, progress: noProgress });
      await this.#note('station', stage, 'running');
    }
    state.show({ progress: noProgress });
    await manners.breathe();
  }

  async #timed(stage: RoundStage) {
    const { state, manners } = this.work;
    const [begun, rested] = [performance.now(), manners.restedMs];
    try {
      return await STAGES[stage](this.work);
    } finally {
      const ms = performance.now() - begun - (manners.restedMs - rested);
      const before = state.round.seconds?.[stage] ?? 0;
      const seconds = Math.round(before + Math.max(0, ms) / 1000);
      state.show({ seconds: { ...state.round.seconds, [stage]: seconds } });
    }
  }

  async #leave(left: Round['state'], problem: HaustraError | null, by = 'station'): Promise<void> {
    const { state } = this.work;
    const told = problem && {
      message: problem.where === undefined ? problem.message : `${problem.where}: ${problem.message}`,
      hint: problem.hint ?? '',
    };
    const over = left === 'done' || left === 'waiting';
    const progress = over ? noProgress : { ...state.round.progress, secondsLeft: null };
    await this.#note(by, state.round.stage, left).catch((thrown: unknown) => {
      process.stderr.write(`the audit journal could not be written: ${String(thrown)}\n`);
    });
    await state.set({ state: left, problem: told, progress, yielding: false, asked: null });
  }

  async #note(by: string, stage: RoundStage, state: Round['state']): Promise<void> {
    const { parts, folder } = this.work;
    await parts.registry.audit.append(by, [{ type: 'round-stage', round: folder.id, stage, state }]);
  }
}
