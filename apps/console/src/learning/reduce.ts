import type { Round } from '@haustra/domain';
import type { Defaults, Models } from './api/answers.js';
import type { CallFailure } from './api/failure.js';
import type { OutboxNews } from './ask/outbox.js';
import type { Doing, LearningState } from './state.js';

export type LearningAction =
  | { type: 'looked'; rounds: readonly Round[]; models: Models | null }
  | { type: 'look-failed'; failure: CallFailure }
  | { type: 'defaults'; defaults: Defaults }
  | { type: 'doing'; doing: Doing }
  | { type: 'done'; round: Round | null }
  | { type: 'failed'; doing: Doing; failure: CallFailure }
  | { type: 'problem-read' }
  | { type: 'outbox'; outbox: OutboxNews };

/** The next state of the learning page. Pure. */
export function reduce(state: LearningState, action: LearningAction): LearningState {
  switch (action.type) {
    case 'looked':
      return { ...state, link: 'open', rounds: action.rounds, models: action.models };
    case 'look-failed':
      // Old news is better than none: what was known stays on the page, under the mark "connection lost".
      return { ...state, link: action.failure.kind === 'missing' ? 'absent' : 'lost' };
    case 'defaults':
      return { ...state, defaults: action.defaults };
    case 'doing':
      return { ...state, doing: action.doing, problem: null };
    case 'done':
      return {
        ...state,
        doing: null,
        rounds: action.round === null ? state.rounds : withRound(state.rounds, action.round),
      };
    case 'failed':
      return { ...state, doing: null, problem: { doing: action.doing, failure: action.failure } };
    case 'problem-read':
      return { ...state, problem: null };
    case 'outbox':
      return { ...state, outbox: action.outbox };
  }
}

/** A known round is renewed in its place; a new one comes first. */
function withRound(rounds: readonly Round[], round: Round): readonly Round[] {
  return rounds.some(({ id }) => id === round.id)
    ? rounds.map((known) => (known.id === round.id ? round : known))
    : [round, ...rounds];
}
