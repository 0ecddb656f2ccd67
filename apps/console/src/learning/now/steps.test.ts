import { describe, expect, it } from 'vitest';
import { aRound } from '../testing/round.js';
import { stepStates } from './steps.js';

describe('stepStates', () => {
  it('what lies before is done, what lies after is to come', () => {
    const steps = stepStates(aRound({ stage: 'release', shadow: { wanted: 3, done: 0 } }));
    expect(Object.values(steps)).toEqual(['done', 'done', 'now', 'next', 'next', 'next', 'next']);
  });

  it('says where a round stands still, and why', () => {
    expect(stepStates(aRound({ state: 'paused' })).train).toBe('stopped');
    expect(stepStates(aRound({ state: 'stopped' })).train).toBe('stopped');
    expect(stepStates(aRound({ state: 'failed' })).train).toBe('failed');
  });

  it('skips the shadow where none is wanted, and what a cancelled round never reached', () => {
    expect(stepStates(aRound()).shadow).toBe('skipped');
    const cancelled = stepStates(aRound({ state: 'cancelled', shadow: { wanted: 3, done: 0 } }));
    expect([cancelled.gather, cancelled.train, cancelled.gate, cancelled.decide]).toEqual([
      'done',
      'stopped',
      'skipped',
      'skipped',
    ]);
  });

  it('a refused round whose candidate was never run beside shows the shadow as skipped', () => {
    const refused = aRound({
      stage: 'decide',
      state: 'done',
      decision: 'refused',
      shadow: { wanted: 3, done: 0 },
    });
    expect(stepStates(refused)).toMatchObject({ gate: 'done', shadow: 'skipped', decide: 'done' });
  });
});
