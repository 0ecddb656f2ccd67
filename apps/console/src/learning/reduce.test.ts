import { describe, expect, it } from 'vitest';
import { CallFailure } from './api/failure.js';
import { reduce } from './reduce.js';
import {
  awaitsDecision,
  emptyLearning,
  isOpen,
  modelsAreStale,
  outcomeOf,
  pollAfter,
  roundOf,
} from './state.js';
import { aRound } from './testing/round.js';

const empty = emptyLearning({ waiting: [], trouble: null });
const models = { current: null, shipped: 'lite0', since: null, before: null, canRollBack: false, models: [] };
const open = reduce(empty, { type: 'looked', rounds: [aRound()], models });
const away = new CallFailure('unreachable', 'away');

describe('the state of the learning page', () => {
  it('keeps what it knew while the connection is lost', () => {
    const lost = reduce(open, { type: 'look-failed', failure: away });
    expect(lost.link).toBe('lost');
    expect(lost.rounds).toEqual([aRound()]);
    expect(reduce(lost, { type: 'looked', rounds: [], models }).link).toBe('open');
  });

  it('tells a station that knows nothing of learning from one that is away', () => {
    expect(reduce(empty, { type: 'look-failed', failure: new CallFailure('missing', '404') }).link).toBe(
      'absent',
    );
  });

  it('renews a round in its place and puts a new one first', () => {
    const paused = reduce(open, { type: 'done', round: aRound({ state: 'paused' }) });
    expect(paused.rounds).toEqual([aRound({ state: 'paused' })]);
    const next = aRound({ id: 'round-20261127-080000-ffff' });
    expect(reduce(paused, { type: 'done', round: next }).rounds.map(({ id }) => id)).toEqual([
      next.id,
      aRound().id,
    ]);
  });

  it('shows why something did not work until the next try or until it was read', () => {
    const failed = reduce(reduce(open, { type: 'doing', doing: 'pause' }), {
      type: 'failed',
      doing: 'pause',
      failure: away,
    });
    expect(failed).toMatchObject({ doing: null, problem: { doing: 'pause', failure: away } });
    expect(reduce(failed, { type: 'doing', doing: 'pause' }).problem).toBeNull();
    expect(reduce(failed, { type: 'problem-read' }).problem).toBeNull();
  });
});

describe('rounds', () => {
  it('are open until done or cancelled', () => {
    const states = (
      ['running', 'paused', 'stopped', 'failed', 'waiting', 'cancelled', 'done'] as const
    ).filter((state) => isOpen(aRound({ state })));
    expect(states).toEqual(['running', 'paused', 'stopped', 'failed', 'waiting']);
  });

  it('await a decision only when there is a candidate and none is made', () => {
    const waiting = aRound({ stage: 'decide', state: 'waiting', candidate: 'colon@2' });
    expect(awaitsDecision(waiting)).toBe(true);
    expect(awaitsDecision({ ...waiting, decision: 'refused' })).toBe(false);
    expect(awaitsDecision({ ...waiting, state: 'running' })).toBe(false);
    expect(awaitsDecision({ ...waiting, candidate: null })).toBe(false);
    expect(awaitsDecision({ ...waiting, stage: 'shadow' })).toBe(false);
  });

  it('tell what became of their candidate, also after a roll-back', () => {
    const promoted = aRound({ stage: 'decide', state: 'done', candidate: 'b', decision: 'promoted' });
    expect(outcomeOf(promoted, { ...models, current: 'b' })).toBe('promoted');
    expect(outcomeOf(promoted, models)).toBe('promotedBefore');
    expect(outcomeOf({ ...promoted, decision: 'refused' }, models)).toBe('refused');
    expect(outcomeOf(aRound(), models)).toBeNull();
  });

  it('are found by the address; without one the newest', () => {
    expect(roundOf(open, null)?.id).toBe(aRound().id);
    expect(roundOf(open, 'round-20200101-000000-0000')).toBeNull();
  });

  it('let the models be asked for again when a stage changed, not at every look', () => {
    const further = aRound({ progress: { done: 121, of: 600, secondsLeft: 900, note: '' } });
    expect(modelsAreStale(open, [further], 1500)).toBe(false);
    expect(modelsAreStale(open, [aRound({ stage: 'decide' })], 1500)).toBe(true);
    expect(modelsAreStale(open, [further], 60_000)).toBe(true);
    expect(modelsAreStale(empty, [], 0)).toBe(true);
  });

  it('are looked at more often while one runs', () => {
    const idle = reduce(open, { type: 'done', round: aRound({ state: 'done' }) });
    expect(pollAfter(open)).toBeLessThan(pollAfter(idle));
  });
});
