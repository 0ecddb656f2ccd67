import { DEFAULT_SETTINGS } from '@haustra/clinical';
import type { AlarmKind, EventBody, JournalEntry } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { seal } from '../journal/chain.js';
import { STARTED } from '../session/testing.js';
import { foldExam } from './exam.js';
import { foldLanes } from './lanes.js';
import { foldReactions } from './reactions.js';

const { manifest: _, ...started } = STARTED;
const PERFORMANCE = {
  framesIn: 1,
  framesAnalysed: 1,
  dropped: 0,
  fps: 1,
  latencyMs: null,
  realtimeFactor: null,
};
type Said = readonly [atMs: number, event: EventBody];

const journal = (...said: readonly Said[]): JournalEntry[] =>
  seal(
    undefined,
    [[0, { type: 'started', ...started }] as Said, ...said].map(([atMs, event]) => ({
      atMs,
      author: 'engine' as const,
      event,
    })),
  );
const phase = (to: 'insertion' | 'withdrawal' | 'obscured' | 'outside'): EventBody => ({
  type: 'phase-changed',
  from: null,
  to,
});
/** One second from `fromMs`, as it is written down at its end. */
const second = (fromMs: number, view: { usable?: number; clean?: number; approach?: number } = {}): Said => {
  const { usable = 1, clean = 0.9, approach } = view;
  return [
    fromMs + 1000,
    {
      type: 'frames-analysed',
      fromMs,
      frames: 10,
      organ: { colon: 1, upper: 0, outside: 0 },
      usable,
      cleanliness: { 'bbps-0-1': 1 - clean, 'bbps-2-3': clean, 'impacted-stool': 0 },
      caecum: 0,
      ...(approach === undefined ? {} : { approach }),
    },
  ];
};
const alarm = (kind: AlarmKind, on: boolean): EventBody => ({ type: 'alarm', kind, on });
const prompt = (kind: string): EventBody => ({ type: 'prompt-raised', kind, severity: 'advice', text: 't' });
const caecum: EventBody = { type: 'landmark-seen', name: 'caecum', score: 0.9 };
const seen = (lesionId: number): EventBody => ({
  type: 'lesion-seen',
  lesionId,
  box: [0.1, 0.1, 0.1, 0.1],
  score: 0.9,
});
const known = (lesionId: number, firstMs: number, lastMs: number, bestFrameMs = firstMs): EventBody => ({
  type: 'lesion-updated',
  lesionId,
  firstMs,
  lastMs,
  frames: 5,
  bestFrameMs,
  bestScore: 0.9,
  box: [0.1, 0.1, 0.1, 0.1],
  neoplastic: 0.5,
  call: 'no-call',
});
const photo = (lesionId: number | null, file = 'photos/a.jpg'): EventBody => ({
  type: 'photo-taken',
  file,
  frameId: null,
  lesionId,
});
/** A doctor says what the picture shows. */
const placed = (file: string, place: string): EventBody => ({ type: 'photo-placed', file, place });

/** Insertion 0..10 s, caecum, withdrawal 12..32 s: first too fast (held so from the second second on), then slow, the last four obscured. */
const COURSE: readonly Said[] = [
  [500, phase('insertion')],
  second(1000, { approach: 0.5 }),
  [10_000, caecum],
  [12_000, phase('withdrawal')],
  [13_000, alarm('too-fast', true)],
  ...Array.from({ length: 8 }, (_, i) => second(12_000 + 1000 * i, { approach: -0.6 })),
  [20_500, alarm('too-fast', false)],
  ...Array.from({ length: 8 }, (_, i) => second(20_000 + 1000 * i, { approach: -0.1 })),
  [28_000, phase('obscured')],
  ...Array.from({ length: 4 }, (_, i) => second(28_000 + 1000 * i, { usable: 0.1 })),
  [32_000, phase('outside')],
  second(33_000, { usable: 0.9 }),
];
const indicatorsOf = (entries: readonly JournalEntry[]) =>
  new Map(foldExam(entries, PERFORMANCE).indicators?.map((one) => [one.id, one.value]));

describe('foldQuality', () => {
  it('measures the withdrawal and nothing else', () => {
    const values = indicatorsOf(journal(...COURSE));
    expect(values.get('caecum-reached')).toBe(true);
    expect(values.get('withdrawal-time')).toBe(20_000);
    expect(values.get('clear-view')).toBeCloseTo(16 / 20);
    expect(values.get('obscured-view')).toBeCloseTo(4 / 20);
    expect(values.get('too-fast')).toBeCloseTo(7.5 / 16);
  });

  it('goes by the settings that the examination was held by', () => {
    const settings = { withdrawal: { minimumMs: 60_000, goalMs: 70_000, timedBy: 'wall' as const } };
    const [, ...rest] = journal(...COURSE);
    const entries = seal(undefined, [
      { atMs: 0, author: 'engine', event: { type: 'started', ...started, settings } },
      ...rest.map(({ atMs, author, event }) => ({ atMs, author, event })),
    ]);
    const judged = foldExam(entries, PERFORMANCE).indicators ?? [];
    const of = (wanted: string) => judged.find(({ id }) => id === wanted);
    expect(of('withdrawal-minimum')).toMatchObject({ value: 20_000, target: { atLeast: 60_000 } });
    expect(of('withdrawal-goal')?.target).toEqual({ atLeast: 70_000 });
    const lanes = foldLanes(
      seal(undefined, [
        {
          atMs: 0,
          author: 'engine',
          event: { type: 'started', ...started, settings: { speed: { tooFastAbove: 0.7 } } },
        },
      ]),
    );
    expect(lanes.speedLimit).toBe(0.7);
  });

  it('leaves a caecum that was not seen open; only the doctor says no', () => {
    const unseen = journal([500, phase('insertion')], second(1000));
    expect(indicatorsOf(unseen).get('caecum-reached')).toBeNull();
    expect(indicatorsOf(unseen).get('clear-view')).toBeNull();
    const refused = journal(...COURSE, [34_000, { type: 'caecum-judged', word: 'refused' }]);
    expect(indicatorsOf(refused).get('caecum-reached')).toBe(false);
  });

  it('measures a withdrawal without a caecum as the clocks time it', () => {
    const turned = indicatorsOf(journal(...COURSE.filter(([, event]) => event.type !== 'landmark-seen')));
    expect(turned.get('caecum-reached')).toBeNull();
    expect(turned.get('withdrawal-time')).toBe(20_000);
    expect(turned.get('clear-view')).toBeCloseTo(16 / 20);
    expect(turned.get('too-fast')).toBeCloseTo(7.5 / 16);
  });

  it('counts pauses out', () => {
    const paused = journal(
      ...COURSE.slice(0, 4),
      [12_500, { type: 'clock-paused', reason: 'doctor' }],
      ...Array.from({ length: 5 }, (_, i) => second(13_000 + 1000 * i, { usable: 0 })),
      [18_500, { type: 'clock-resumed' }],
      second(19_000),
    );
    expect(indicatorsOf(paused).get('clear-view')).toBe(1);
  });

  it('counts lesions once, those of the withdrawal apart, and photos of lesions', () => {
    const entries = journal(
      [500, phase('insertion')],
      [900, seen(1)],
      ...COURSE.slice(1),
      [20_500, seen(2)],
      [21_000, photo(2)],
      [34_000, photo(null, 'photos/b.jpg')],
      [34_500, placed('photos/b.jpg', 'appendiceal-orifice')],
    );
    const values = indicatorsOf(entries);
    expect([values.get('lesions'), values.get('lesions-photographed')]).toEqual([2, 0.5]);
    expect(values.get('caecum-documented')).toBe(false);
    expect(values.get('photos-missing')).toBe(9);
  });

  it('has a score sheet only of an examination held in training mode, by what was said last', () => {
    const on: Said = [100, { type: 'training-mode', on: true }];
    const off: Said = [200, { type: 'training-mode', on: false }];
    expect(foldExam(journal(...COURSE), PERFORMANCE).scoreSheet).toBeUndefined();
    expect(foldExam(journal(on, ...COURSE), PERFORMANCE).scoreSheet?.parts).toHaveLength(8);
    expect(foldExam(journal(on, off, ...COURSE), PERFORMANCE).scoreSheet).toBeUndefined();
  });

  it('says nothing of a gastroscopy', () => {
    const entries = journal([1000, { type: 'organ-changed', from: null, to: 'upper' }]);
    expect(foldExam(entries, PERFORMANCE).indicators).toBeUndefined();
  });
});

describe('foldReactions', () => {
  it('sees what was asked for and done in time', () => {
    const slower = journal([5000, prompt('too-fast')], second(8000, { approach: -0.1 }), second(60_000));
    expect(foldReactions(slower, DEFAULT_SETTINGS)).toEqual({ asked: 1, followed: 1 });
    const late = journal([5000, prompt('too-fast')], second(16_000, { approach: -0.1 }), second(60_000));
    expect(foldReactions(late, DEFAULT_SETTINGS)).toEqual({ asked: 1, followed: 0 });
    const washed = journal([5000, prompt('wash')], second(30_000, { clean: 0.8 }), second(99_000));
    expect(foldReactions(washed, DEFAULT_SETTINGS)).toEqual({ asked: 1, followed: 1 });
    const photographed = journal([5000, prompt('caecum-photo')], [9000, photo(null)], second(99_000));
    expect(foldReactions(photographed, DEFAULT_SETTINGS)).toEqual({ asked: 1, followed: 1 });
  });

  it('does not count a second from before the prompt, nor a prompt that the end cut short', () => {
    const before = journal(second(4500, { approach: -0.1 }), [5000, prompt('too-fast')], second(60_000));
    expect(foldReactions(before, DEFAULT_SETTINGS)).toEqual({ asked: 1, followed: 0 });
    expect(
      foldReactions(journal([5000, prompt('wash')], second(6000, { clean: 0.1 })), DEFAULT_SETTINGS),
    ).toEqual({
      asked: 0,
      followed: 0,
    });
    expect(
      foldReactions(journal([5000, prompt('withdrawal-goal')], second(60_000)), DEFAULT_SETTINGS),
    ).toEqual({
      asked: 0,
      followed: 0,
    });
  });
});

describe('foldLanes', () => {
  it('lays out an examination from its journal alone', () => {
    const lanes = foldLanes(journal(...COURSE, [33_500, prompt('wash')]));
    expect(lanes.phases.map((span) => span.phase)).toEqual([
      'insertion',
      'withdrawal',
      'obscured',
      'outside',
    ]);
    expect(lanes.caecum).toEqual({ atMs: 10_000, byDoctor: false });
    expect(lanes.speed[0]).toEqual({ startMs: 1000, endMs: 2000, value: -0.5 });
    expect(lanes.regions[0]).toMatchObject({ region: 'right', startMs: 12_000 });
    expect(lanes.prompts).toEqual([{ atMs: 33_500, kind: 'wash', severity: 'advice' }]);
  });

  it('knows nothing of cleanliness in an obscured view, nor of speed outside', () => {
    const lanes = foldLanes(journal(...COURSE));
    const at = (of: typeof lanes.speed, ms: number) => of.find(({ startMs }) => startMs === ms)?.value;
    expect(at(lanes.cleanliness, 12_000)).toBeCloseTo(0.9);
    expect(at(lanes.cleanliness, 29_000)).toBeNull();
    expect(at(lanes.cleanliness, 33_000)).toBeNull();
    expect(at(lanes.speed, 33_000)).toBeNull();
  });

  it('shows when a lesion was in view, and a picture cut out of a recording at its best frame', () => {
    const entries = journal(
      [1000, seen(1)],
      [3000, known(1, 900, 3000)],
      [5000, known(1, 900, 4000)],
      [20_000, known(1, 900, 19_500, 19_000)],
      [22_000, known(1, 900, 21_500, 19_000)],
      [30_000, photo(1)],
    );
    const { lesions, photos } = foldLanes(entries);
    expect(lesions).toEqual([
      {
        id: 1,
        startMs: 900,
        endMs: 21_500,
        bestMs: 19_000,
        sightings: [
          { startMs: 1000, endMs: 4000 },
          { startMs: 19_500, endMs: 21_500 },
        ],
      },
    ]);
    expect(photos).toEqual([{ atMs: 19_000, lesionId: 1 }]);
  });

  it('of an examination without a frame is empty', () => {
    expect(foldLanes(journal())).toMatchObject({
      startMs: 0,
      endMs: 0,
      phases: [],
      lesions: [],
      caecum: null,
    });
  });
});
