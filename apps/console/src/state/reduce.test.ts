import type { JournalEntry } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import type { FromWorker } from '../worker/protocol.js';
import { type Action, reduce } from './reduce.js';
import { type ConsoleState, examTime, type Hello } from './state.js';
import { START as start } from './testing.js';

const run = (state: ConsoleState, ...actions: Action[]) => actions.reduce(reduce, state);
const worker = (message: FromWorker, at = 0): Action => ({ type: 'worker', message, at });
const started = (examId: string, at: number, resumed = false) =>
  worker({ type: 'station', message: { type: 'started', examId, resumed } }, at);
const entry = (event: JournalEntry['event'], atMs: number, at: number) =>
  worker(
    {
      type: 'station',
      message: {
        type: 'event',
        entry: { seq: 1, atMs, author: 'engine', event, prev: '0'.repeat(64), hash: '0'.repeat(64) },
      },
    },
    at,
  );

describe('the examination clock', () => {
  it('runs from the start and stops at the end', () => {
    const state = run(start, { type: 'exam-asked', resume: null }, started('e1', 1000));
    expect(state.exam).toMatchObject({ status: 'running', id: 'e1' });
    expect(examTime(state.exam, 4000)).toBe(3000);
    const ended = run(state, worker({ type: 'station', message: { type: 'ended', examId: 'e1' } }, 6000));
    expect(examTime(ended.exam, 99_000)).toBe(5000);
  });

  it('goes on over a lost connection', () => {
    const state = run(
      start,
      started('e1', 1000),
      worker({ type: 'link', state: 'lost' }),
      started('e1', 9000, true),
    );
    expect(examTime(state.exam, 11_000)).toBe(10_000);
    expect(state.analysis).toBeNull();
  });

  it('counts from the start when an examination of an earlier page is resumed', () => {
    const startedAt = new Date(50_000).toISOString();
    const hello = { type: 'hello', openExams: [{ id: 'e0', source: 's', startedAt }] } as unknown as Hello;
    const resumed = run(
      start,
      worker({ type: 'hello', hello }),
      { type: 'exam-asked', resume: 'e0' },
      started('e0', 90_000, true),
    );
    expect(examTime(resumed.exam, 90_000)).toBe(40_000);
  });
});

describe('reduce', () => {
  it('leaves nothing of the last examination on the screen of the next', () => {
    const dirty = run(
      start,
      started('e1', 0),
      { type: 'photos', stored: 3, waiting: 1 },
      { type: 'still', lesionId: 1, still: { thumbnail: 't', view: 'v' } },
      { type: 'exam-asked', resume: null },
    );
    expect(dirty.stills.size).toBe(0);
    expect(dirty.photos).toEqual({ stored: 0, waiting: 0 });
    expect(dirty.exam).toMatchObject({ status: 'starting', id: null, zeroAt: null });
  });

  it('follows the switch and the clock in the journal', () => {
    const state = run(
      start,
      entry({ type: 'operating-point-changed', to: 'B' }, 10, 0),
      entry({ type: 'clock-paused', reason: 'doctor' }, 20, 0),
    );
    expect(state.operatingPoint).toBe('B');
    expect(state.exam.paused).toBe(true);
  });

  it('shows at most three notices', () => {
    const notices = [1, 2, 3, 4].map(
      (id): Action => ({ type: 'notice', notice: { id, tone: 'good', key: 'photo.stored' } }),
    );
    expect(run(start, ...notices).notices.map((notice) => notice.id)).toEqual([2, 3, 4]);
    expect(run(start, ...notices, { type: 'notice-gone', id: 3 }).notices).toHaveLength(2);
  });
});
