import type { EventBody, JournalEntry } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { seal } from '../journal/chain.js';
import { organPrompt } from '../session/organ-prompt.js';
import { STARTED } from '../session/testing.js';
import { examIdOf, foldExam } from './exam.js';
import { foldClocks } from './timeline.js';

const { manifest: _, ...started } = STARTED;
const PERFORMANCE = {
  framesIn: 100,
  framesAnalysed: 90,
  dropped: 10,
  fps: 49.9,
  latencyMs: { p50: 5, p95: 8, p99: 9 },
  realtimeFactor: 2,
};

const journal = (...said: [number, EventBody][]): JournalEntry[] =>
  seal(
    undefined,
    [[0, { type: 'started', ...started }] as [number, EventBody], ...said].map(([atMs, event]) => ({
      atMs,
      author: 'engine' as const,
      event,
    })),
  );
const phase = (
  from: 'insertion' | 'withdrawal' | 'obscured' | null,
  to: 'insertion' | 'withdrawal' | 'obscured',
) => ({ type: 'phase-changed', from, to }) as const;
const second = (fromMs: number, poor = 0.12, usable = 1, outside = 0): EventBody => ({
  type: 'frames-analysed',
  fromMs,
  frames: 25,
  organ: { colon: 1 - outside, upper: 0, outside },
  usable,
  cleanliness: { 'bbps-0-1': poor, 'bbps-2-3': 1 - poor, 'impacted-stool': 0 },
  caecum: 0,
});
const SEEN: EventBody = { type: 'lesion-seen', lesionId: 1, box: [0.1, 0.2, 0.3, 0.4], score: 0.9 };

describe('foldExam', () => {
  it('knows nothing that the journal does not say', () => {
    expect(foldExam(journal(), PERFORMANCE)).toMatchObject({
      id: STARTED.examId,
      source: { kind: 'recording', name: 'clip.mp4', startedAt: null },
      organ: null,
      phases: [],
      landmarks: [],
      clock: { insertionMs: null, withdrawalMs: null, effectiveWithdrawalMs: null, pausedMs: 0 },
      cleanliness: { total: null, adequate: null, right: null },
      lesions: [],
      coverage: null,
      performance: PERFORMANCE,
    });
  });

  it('says of a gastroscopy why it has no lesions', () => {
    const said = organPrompt(null, 'upper').map((event): [number, EventBody] => [1200, event]);
    const organ: EventBody = { type: 'organ-changed', from: null, to: 'upper' };
    const exam = foldExam(journal([1200, organ], ...said), PERFORMANCE);
    expect(exam).toMatchObject({ organ: 'upper', lesions: [] });
    expect(exam.prompts).toEqual([
      {
        atMs: 1200,
        kind: 'lesions-off',
        severity: 'info',
        text: 'gastroscopy: lesion detection is for the colon only',
      },
    ]);
    expect(organPrompt('outside', 'colon')).toEqual([]);
  });

  it('lays out phases, landmarks and clocks', () => {
    const exam = foldExam(
      journal(
        [500, phase(null, 'insertion')],
        [1000, second(40)],
        [60_000, { type: 'landmark-seen', name: 'caecum', score: 0.87 }],
        [60_000, phase('insertion', 'withdrawal')],
        [90_000, phase('withdrawal', 'obscured')],
        [95_000, phase('obscured', 'withdrawal')],
        [100_000, { type: 'clock-paused', reason: 'doctor' }],
        [110_000, { type: 'clock-resumed' }],
        [120_000, { type: 'analysis-stopped', reason: 'worker-restarting' }],
        [121_500, { type: 'analysis-resumed', afterMs: 1500 }],
        [180_000, { type: 'ended', reason: 'doctor', framesIn: 1, framesAnalysed: 1, dropped: 0 }],
      ),
      PERFORMANCE,
    );
    expect(exam.phases).toEqual([
      { phase: 'insertion', startMs: 40, endMs: 60_000 },
      { phase: 'withdrawal', startMs: 60_000, endMs: 90_000 },
      { phase: 'obscured', startMs: 90_000, endMs: 95_000 },
      { phase: 'withdrawal', startMs: 95_000, endMs: 180_000 },
    ]);
    expect(exam.landmarks).toEqual([{ name: 'caecum', atMs: 60_000, score: 0.87 }]);
    expect(exam.clock).toEqual({
      insertionMs: 59_960,
      withdrawalMs: 110_000,
      effectiveWithdrawalMs: 103_500,
      pausedMs: 10_000,
    });
  });

  it('does not take the time that the station was down for effective, nor lets a pause end with it', () => {
    const entries = journal(
      [1000, { type: 'landmark-seen', name: 'caecum', score: 0.9 }],
      [1000, phase(null, 'withdrawal')],
      [5000, { type: 'clock-paused', reason: 'doctor' }],
      [6000, { type: 'clock-resumed' }],
      [10_000, second(9000)],
      [70_000, { type: 'resumed', resumedAt: '2026-01-01T10:01:10.000Z', tornBytes: 0 }],
      [75_000, second(74_000)],
    );
    expect(foldClocks(entries)).toEqual({
      insertionMs: 0,
      withdrawalMs: 73_000,
      effectiveWithdrawalMs: 13_000,
      pausedMs: 1000,
    });
    expect(foldClocks(entries, 80_000)).toMatchObject({
      withdrawalMs: 78_000,
      effectiveWithdrawalMs: 18_000,
    });
  });

  it('tells of each lesion what was said last, and its latest photo', () => {
    const updated: EventBody = {
      type: 'lesion-updated',
      lesionId: 1,
      firstMs: 960,
      lastMs: 4000,
      frames: 70,
      bestFrameMs: 2000,
      bestScore: 0.97,
      box: [0.2, 0.2, 0.2, 0.2],
      neoplastic: 0.8123,
      call: 'neoplastic',
    };
    const photo = (file: string, lesionId: number | null): EventBody => ({
      type: 'photo-taken',
      file,
      frameId: null,
      lesionId,
    });
    const exam = foldExam(
      journal(
        [1000, SEEN],
        [4000, { ...updated, frames: 1, call: 'no-call' }],
        [4000, updated],
        [5000, photo('photos/a.jpg', 1)],
        [6000, photo('photos/b.jpg', 1)],
        [7000, photo('photos/c.jpg', null)],
        [8000, { ...SEEN, lesionId: 2 }],
      ),
      PERFORMANCE,
    );
    expect(exam.lesions).toMatchObject([
      {
        id: 1,
        firstMs: 960,
        frames: 70,
        bestFrameMs: 2000,
        call: 'neoplastic',
        type: { neoplastic: 0.8123, 'non-neoplastic': 0.1877 },
        photo: 'photos/b.jpg',
      },
      // Cut off in view: its first sight is all that is known.
      { id: 2, firstMs: 8000, lastMs: 8000, frames: 1, call: 'no-call', photo: null },
    ]);
  });

  it('names a size class with its method and how sure it is, or none', () => {
    const known = (lesionId: number, size?: { mm: number; frames: number }): [number, EventBody] => [
      4000,
      {
        type: 'lesion-updated',
        lesionId,
        firstMs: 960,
        lastMs: 4000,
        frames: 70,
        bestFrameMs: 2000,
        bestScore: 0.97,
        box: [0.2, 0.2, 0.2, 0.2],
        neoplastic: 0.8,
        call: 'neoplastic',
        ...(size ? { size } : {}),
      },
    ];
    const entries = journal(known(1, { mm: 20, frames: 30 }), known(2, { mm: 8, frames: 30 }), known(3));
    const sizes = foldExam(entries, PERFORMANCE).lesions.map(({ size }) => size);
    expect(sizes).toEqual([
      {
        class: 'large',
        mm: 20,
        method: 'place-on-wall',
        sure: expect.any(Number),
        frames: 30,
        rule: 'lesion-size',
      },
      null,
      null,
    ]);
  });

  it('says what share of the usable view was unclean, and scores nothing', () => {
    const entries = journal(
      [1000, second(0, 0.12)],
      [2000, second(1000, 0.12)],
      [3000, second(2000, 1, 1, 1)],
      [4000, second(3000, 1, 0)],
    );
    expect(foldExam(entries, PERFORMANCE).cleanliness).toEqual({
      right: null,
      transverse: null,
      left: null,
      total: null,
      adequate: null,
      reason:
        'no segment was seen enough in withdrawal to be scored; share of usable frames BBPS 0-1: 12 %, impacted stool: 0 %',
    });
  });

  it('refuses what is not the journal of an examination', () => {
    expect(() => foldExam([], PERFORMANCE)).toThrow(expect.objectContaining({ code: 'journal-broken' }));
    expect(() => foldExam(journal().slice(1), PERFORMANCE)).toThrow(
      expect.objectContaining({ code: 'journal-broken' }),
    );
  });
});

describe('examIdOf', () => {
  it('is the same for the same recording and model, and fit for a folder name', () => {
    expect(examIdOf('f', 'a')).toBe(examIdOf('f', 'a'));
    expect(new Set([examIdOf('f', 'a'), examIdOf('f', 'b'), examIdOf('g', 'a')]).size).toBe(3);
    expect(examIdOf('f', 'a')).toMatch(/^rec-[0-9a-f]{16}$/);
  });
});
