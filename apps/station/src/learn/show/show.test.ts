import type { Round } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { learnMessages } from '../messages/index.js';
import { duration } from './duration.js';
import { liveLine } from './live-line.js';
import { roundText } from './round-text.js';

const ID = 'round-20260102-030405-0a0b';
const [en, zh] = [learnMessages('en'), learnMessages('zh')];

const round = (change: Partial<Round> = {}): Round => ({
  id: ID,
  startedAt: '2026-01-02T03:04:05.000Z',
  settings: {
    ...{ sources: ['archive'], frames: 10, perSecond: 1, labelled: null, minutes: 10, pretrain: 0, seed: 0 },
    ...{ shadowExams: 2, autoPromote: false },
  },
  current: 'tiny@0.0.1+7ecc95361e0a',
  stage: 'train',
  state: 'running',
  progress: { done: 30, of: 120, secondsLeft: 600, note: 'train: 33 pictures/s', totalSecondsLeft: 4000 },
  counts: { looked: 9, kept: 6, dropped: { outside: 2, duplicate: 1 }, corrections: 3 },
  candidate: null,
  gatePassed: null,
  shadow: { wanted: 2, done: 0 },
  decision: null,
  problem: null,
  ...change,
});

describe('a time', () => {
  it.each([
    [0.4, '1 s', '1 秒'],
    [59, '59 s', '59 秒'],
    [61, '1 min', '1 分钟'],
    [3599, '1 h 00 min', '1 小时 00 分钟'],
    [4000, '1 h 07 min', '1 小时 07 分钟'],
  ])('of %d seconds', (seconds, english, chinese) => {
    expect(duration(seconds, en)).toBe(english);
    expect(duration(seconds, zh)).toBe(chinese);
  });
});

describe('a running round', () => {
  it('in one line says how far it is and how long it will take', () => {
    expect(liveLine(round(), en)).toBe(
      '[2/7] training | █████░░░░░░░░░░░░░░░ 25% | 33 pictures/s | 10 min left | whole round 1 h 07 min',
    );
    expect(liveLine(round({ yielding: true }), zh)).toContain('暂歇：正在进行检查');
  });

  it('in lines says what was kept and why not', () => {
    const text = roundText(round(), en);
    expect(text).toContain('frames: 9 looked at, 6 kept; 3 corrections');
    expect(text).toContain('outside the body 2, near copy 1');
    expect(roundText(round(), zh)).toContain('体外 2，近似重复 1');
    expect(roundText(round(), zh)).toContain('30 / 120，33 张/秒');
  });
});

describe('a round that does not run', () => {
  it.each([
    [round({ state: 'stopped' }), `haustra learn resume ${ID}`],
    [
      round({ state: 'failed', problem: { message: 'no memory', hint: 'Close programs.' } }),
      'no memory. Close programs.',
    ],
    [round({ state: 'waiting', stage: 'shadow' }), 'the station goes on by itself'],
    [round({ state: 'waiting', stage: 'decide', candidate: 'a@1+b' }), 'haustra models promote a@1+b'],
  ])('says what can be done', (one, said) => {
    expect(roundText(one, en)).toContain(said);
  });

  it('gives the reasons of its gate', () => {
    const refused = round({ state: 'done', stage: 'decide', gatePassed: false, decision: 'refused' });
    expect(roundText(refused, en, ['worse: type'])).toMatch(/gate: not passed\n {4}worse: type\n/);
  });
});
