import { HaustraError, type Round, type RoundStage } from '@haustra/domain';
import type { Lang } from '../../cli/lang.js';
import type { CorrectionBook } from '../corrections/book.js';
import type { LearningFolder, RoundFolder } from '../folder.js';
import type { NamedModel, RoundParts } from '../parts.js';
import type { Manners } from '../rounds/manners.js';
import type { RoundState } from '../rounds/state.js';

/** What each stage of a round works with. */
export interface Work {
  readonly learning: LearningFolder;
  readonly folder: RoundFolder;
  readonly book: CorrectionBook;
  readonly state: RoundState;
  readonly manners: Manners;
  readonly parts: RoundParts;
  /** Language of the contact sheet. */
  readonly lang: Lang;
  /** Seconds that a stage will take, from earlier rounds. */
  expected(stage: RoundStage): number;
}

/** How a stage ended: the next one follows, the round waits for something, or it is decided. */
export type StageEnd = 'next' | 'wait' | 'done';

/** One stage: does nothing where its result is whole on the disk. @throws HaustraError `cancelled` when it is to stop */
export type Stage = (work: Work) => Promise<StageEnd>;

/** A model of the site by its name. @throws HaustraError `not-found` where it is gone */
export async function modelNamed({ parts: { registry } }: Work, name: string): Promise<NamedModel> {
  const found = (await registry.list()).find((model) => model.name === name);
  if (found !== undefined) return { name, folder: found.folder };
  throw new HaustraError({
    code: 'not-found',
    message: 'the model that the round needs is no longer there',
    where: name,
    hint: 'Restore its folder under models/ of the data folder, or start a new round.',
  });
}

/** The candidate of the round. @throws HaustraError `internal` before it was released */
export async function candidateOf(work: Work): Promise<NamedModel> {
  const { candidate } = work.state.round;
  if (candidate !== null) return modelNamed(work, candidate);
  throw new HaustraError({ code: 'internal', message: 'the round has no candidate yet' });
}

export const noProgress: Round['progress'] = { done: 0, of: 0, secondsLeft: null, note: '' };

const TICK_MS = 2_000;

/**
 * Shows how far a stage is that does not tell by itself, from how long it took before; rests are not counted.
 * @returns what ends it
 */
export function showClock({ state, manners, expected }: Work, stage: RoundStage): () => void {
  const usual = expected(stage);
  const [begun, rested] = [performance.now(), manners.restedMs];
  const tick = () => {
    const elapsed = (performance.now() - begun - (manners.restedMs - rested)) / 1000;
    const secondsLeft = elapsed < usual ? Math.round(usual - elapsed) : null;
    const of = Math.round(Math.max(usual, elapsed));
    state.show({ progress: { done: Math.round(elapsed), of, secondsLeft, note: 'seconds' } });
  };
  tick();
  const timer = setInterval(tick, TICK_MS);
  return () => clearInterval(timer);
}
