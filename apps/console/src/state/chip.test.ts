import { describe, expect, it } from 'vitest';
import { chipOf } from './chip.js';
import type { ConsoleState, Hello } from './state.js';
import { START } from './testing.js';

const NOW = 10_000;
const hello = { type: 'hello', openExams: [] } as unknown as Hello;
const view = (lastResultAt: number, lastPaintAt = lastResultAt) => ({
  organ: null,
  phase: null,
  lesionsOff: null,
  standing: null,
  usable: 1,
  lastResultAt,
  lastPaintAt,
  behindMs: 40,
});
const running: ConsoleState = {
  ...START,
  link: 'open',
  hello,
  analysis: { state: 'ready', reason: null, workerPid: 7 },
  exam: { status: 'running', id: 'e1', zeroAt: 0, endedMs: null, paused: false, phaseSinceMs: null },
  view: view(NOW - 40),
};

describe('chipOf', () => {
  it('is ready only while results are painted', () => {
    expect(chipOf(running, NOW)).toEqual({ level: 'ready', reason: null, ageMs: 40 });
    expect(chipOf({ ...running, view: view(NOW - 40, NOW - 600) }, NOW)).toMatchObject({
      level: 'degraded',
      reason: 'late-results',
    });
    expect(chipOf({ ...running, view: view(NOW - 2000) }, NOW)).toMatchObject({
      level: 'degraded',
      reason: 'no-frames',
      ageMs: 2000,
    });
  });

  it('stands by in a gastroscopy and says why; worse news comes first', () => {
    const gastroscopy = { ...view(NOW - 40), lesionsOff: 'gastroscopy' } as const;
    expect(chipOf({ ...running, view: gastroscopy }, NOW)).toMatchObject({
      level: 'idle',
      reason: 'gastroscopy',
    });
    expect(chipOf({ ...running, view: { ...gastroscopy, lastPaintAt: NOW - 600 } }, NOW)).toMatchObject({
      level: 'degraded',
    });
    const outside = { ...gastroscopy, lesionsOff: 'outside' } as const;
    expect(chipOf({ ...running, view: outside }, NOW)).toMatchObject({ level: 'ready' });
  });

  it('repeats what the station says', () => {
    const analysis = { state: 'off', reason: 'worker-restarting', workerPid: null } as const;
    expect(chipOf({ ...running, analysis }, NOW)).toMatchObject({
      level: 'off',
      reason: 'worker-restarting',
    });
  });

  it('is off without a connection, whatever was said before', () => {
    for (const link of ['lost', 'connecting'] as const)
      expect(chipOf({ ...running, link }, NOW)).toMatchObject({ level: 'off', reason: 'connection-lost' });
  });

  it('stands by without an examination', () => {
    const exam = { ...running.exam, status: 'none' } as const;
    expect(chipOf({ ...running, exam }, NOW)).toMatchObject({ level: 'idle', reason: 'no-source' });
  });
});
