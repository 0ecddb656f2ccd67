import type { Round } from '@haustra/domain';

/** A round in the middle of its training, for tests. */
export const aRound = (change: Partial<Round> = {}): Round => ({
  id: 'round-20261126-184500-0a1b',
  startedAt: '2026-11-26T18:45:00Z',
  settings: {
    sources: ['archive'],
    frames: 1000,
    perSecond: 1,
    labelled: null,
    minutes: 20,
    pretrain: 0,
    seed: 0,
    shadowExams: 0,
    autoPromote: false,
  },
  current: 'haustra-colon-lite0@0.5.0+0123456789ab',
  stage: 'train',
  state: 'running',
  progress: { done: 120, of: 600, secondsLeft: 900, note: '33 pictures/s, loss 1.21' },
  counts: { looked: 3200, kept: 1000, dropped: { duplicate: 1800, outside: 400 }, corrections: 0 },
  candidate: null,
  gatePassed: null,
  shadow: { wanted: 0, done: 0 },
  decision: null,
  problem: null,
  ...change,
});
