import type { Round } from '@haustra/domain';
import type { Defaults, Models } from './api/answers.js';
import type { CallFailure } from './api/failure.js';
import type { OutboxNews } from './ask/outbox.js';

/** What a person asked the station to do. */
export type Doing = 'start' | 'pause' | 'resume' | 'cancel' | 'promote' | 'refuse' | 'roll-back';

/** What the learning page knows of the station. Changed by `reduce` only. */
export interface LearningState {
  /** `absent`: the station answers, but knows nothing of learning. */
  readonly link: 'loading' | 'open' | 'lost' | 'absent';
  /** The newest first. What is known stays while the connection is lost. */
  readonly rounds: readonly Round[];
  readonly models: Models | null;
  readonly defaults: Defaults | null;
  readonly doing: Doing | null;
  /** Why the last thing asked for did not work. */
  readonly problem: { readonly doing: Doing; readonly failure: CallFailure } | null;
  readonly outbox: OutboxNews;
}

export const emptyLearning = (outbox: OutboxNews): LearningState => ({
  link: 'loading',
  rounds: [],
  models: null,
  defaults: null,
  doing: null,
  problem: null,
  outbox,
});

/** A round that has not come to its end: only one is at work at a time. */
export const isOpen = ({ state }: Round): boolean => state !== 'done' && state !== 'cancelled';

/** A round that waits for a person to promote or refuse its candidate. */
export const awaitsDecision = ({ stage, decision, candidate, state }: Round): boolean =>
  stage === 'decide' &&
  decision === null &&
  candidate !== null &&
  (state === 'waiting' || state === 'paused' || state === 'stopped');

/** What became of a round's candidate; `promotedBefore` where another model is in use by now. Null: not decided. */
export function outcomeOf(
  { decision, candidate }: Round,
  models: Models | null,
): 'promoted' | 'promotedBefore' | 'refused' | null {
  const left = decision === 'promoted' && models !== null && models.current !== candidate;
  return left ? 'promotedBefore' : decision;
}

/** The round of the address, or the newest where it names none; null where there is none. */
export const roundOf = ({ rounds }: LearningState, id: string | null): Round | null =>
  (id === null ? rounds[0] : rounds.find((round) => round.id === id)) ?? null;

/** Models are looked at again after this long, or as soon as something happened that may have changed them. */
const MODELS_MS = 20_000;

/** What of the rounds may go with a change of the model in use. */
const turns = (rounds: readonly Round[]): string =>
  rounds.map(({ id, stage, state, decision }) => `${id} ${stage} ${state} ${decision}`).join();

/** True where the models must be asked for again: `since` is how long ago, in milliseconds, they last were. */
export const modelsAreStale = (known: LearningState, rounds: readonly Round[], since: number): boolean =>
  known.models === null || since >= MODELS_MS || turns(known.rounds) !== turns(rounds);

/** Milliseconds until the station is asked again. */
export function pollAfter({ link, rounds }: LearningState): number {
  if (link === 'lost' || link === 'loading') return 2500;
  if (link === 'absent') return 30_000;
  return rounds.some((round) => round.state === 'running') ? 1500 : 6000;
}
