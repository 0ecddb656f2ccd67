import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventBody, ms } from '@haustra/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryJournal } from '../journal/memory-journal.js';
import { createJournal, openJournal } from '../journal/open.js';
import { ExamSession } from './session.js';
import { findingsOf, PlainTracker, STARTED, type View } from './testing.js';
import type { StartOptions, TrackerMaker } from './types.js';

const PERIOD = 40;
const END = { reason: 'end-of-recording', framesIn: 10, framesAnalysed: 10, dropped: 0 } as const;

/** Plays views for so many seconds each, from `fromMs`; gives the time after the last frame. */
function play(session: ExamSession, story: readonly (readonly [View, number])[], fromMs = 0): number {
  let t = fromMs;
  for (const [view, seconds] of story) {
    for (const end = t + seconds * 1000; t < end; t += PERIOD) session.onFrame(findingsOf(t, view));
  }
  return t;
}

function begin(extra: Partial<StartOptions> = {}) {
  const journal = memoryJournal();
  const trackers: PlainTracker[] = [];
  const makeTracker: TrackerMaker = ({ manifest, operatingPoint, firstId }) => {
    const tracker = new PlainTracker(manifest.operatingPoints[operatingPoint].show, firstId);
    trackers.push(tracker);
    return tracker;
  };
  const session = ExamSession.start({ ...STARTED, journal, makeTracker, ...extra });
  const types = () => session.entries.map((entry) => entry.event.type);
  const all = <T extends EventBody['type']>(type: T) =>
    session.entries.flatMap(({ event, atMs }) =>
      event.type === type ? [{ ...(event as Extract<EventBody, { type: T }>), atMs }] : [],
    );
  return { journal, session, types, all, trackers, makeTracker };
}

describe('session', () => {
  it('shows no lesion outside the body, and the first one inside', () => {
    const { session, all } = begin();
    play(session, [
      [{ outside: 0.97 }, 2],
      [{ outside: 0.97, polyps: [0.9] }, 3],
      [{ polyps: [0.9] }, 5],
    ]);
    const [seen, ...more] = all('lesion-seen');
    expect(more).toEqual([]);
    expect(seen?.atMs).toBeGreaterThanOrEqual(5000);
  });

  it('shows no lesion in a gastroscopy, says why, and says when they are shown again', () => {
    const { session, all } = begin();
    const gastroscopy = { upper: 0.98, polyps: [0.9] };
    const t = play(session, [
      [{ upper: 0.98 }, 3],
      [gastroscopy, 10],
    ]);
    expect(all('lesion-seen')).toEqual([]);
    expect(session.onFrame(findingsOf(t, gastroscopy))).toMatchObject({
      lesions: [],
      organ: 'upper',
      lesionsOff: 'gastroscopy',
    });
    expect(session.onFrame(findingsOf(t + 40, gastroscopy)).entries).toEqual([]);
    play(session, [[{ polyps: [0.9] }, 10]], t + 80);
    expect(all('prompt-raised').map(({ kind, text }) => [kind, text])).toEqual([
      ['lesions-off', 'gastroscopy: lesion detection is for the colon only'],
      ['lesions-on', 'colon: lesion detection is on again'],
    ]);
    const [seen, ...more] = all('lesion-seen');
    expect(more).toEqual([]);
    expect(seen?.atMs).toBe(all('organ-changed').at(-1)?.atMs);
  });

  it('keeps lesions of a gastroscopy off after a resume, without saying so twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'haustra-upper-'));
    try {
      const first = begin({ journal: await createJournal(folder) });
      const t = play(first.session, [[{ upper: 0.98 }, 3]]);
      await first.session.suspend(ms(t));
      const journal = await openJournal(folder);
      const session = ExamSession.resume({ ...STARTED, journal, resumedAt: '2026-01-01T00:00:00Z' });
      play(session, [[{ upper: 0.98, polyps: [0.9] }, 3]], t);
      await session.suspend(ms(t + 3000));
      const types = session.entries.map(({ event }) => event.type);
      expect(types).not.toContain('lesion-seen');
      expect(types.filter((type) => type === 'prompt-raised')).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('tells the story of an examination', async () => {
    const { session, all, types } = begin();
    const end = play(session, [
      [{ outside: 0.97 }, 5],
      [{}, 8],
      [{ polyps: [0.9] }, 3],
      [{}, 2],
      [{ caecum: 0.95 }, 4],
      [{}, 5],
      [{ usable: 0.05 }, 5],
      [{}, 3],
    ]);
    await session.end({ ...END, atMs: ms(end) });
    expect(types()[0]).toBe('started');
    expect(types().at(-1)).toBe('ended');
    expect(all('organ-changed').map((e) => e.to)).toEqual(['outside', 'colon']);
    expect(all('phase-changed').map((e) => [e.from, e.to])).toEqual([
      [null, 'outside'],
      ['outside', 'insertion'],
      ['insertion', 'withdrawal'],
      ['withdrawal', 'obscured'],
      ['obscured', 'withdrawal'],
    ]);
    expect(all('landmark-seen')).toHaveLength(1);
    expect(all('lesion-seen')).toMatchObject([{ lesionId: 1, atMs: 13_000 }]);
    // Once while in view (a checkpoint) and once when it left.
    expect(all('lesion-updated').at(-1)).toMatchObject({
      lesionId: 1,
      firstMs: 13_000,
      lastMs: 15_960,
      frames: 75,
    });
    const seconds = all('frames-analysed');
    expect(seconds).toHaveLength(35);
    expect(seconds.reduce((sum, e) => sum + e.frames, 0)).toBe(875);
    expect(seconds[0]).toMatchObject({ fromMs: 0, frames: 25, usable: 0.95 });
  });

  it('answers each frame with what is shown and what was written', () => {
    const { session } = begin();
    const outcome = session.onFrame(findingsOf(0, { polyps: [0.9, 0.8] }));
    expect(outcome.firstSight).toEqual([1, 2]);
    expect(outcome.lesions.map((lesion) => lesion.id)).toEqual([1, 2]);
    expect(outcome.entries.map((entry) => entry.event.type)).toEqual(['lesion-seen', 'lesion-seen']);
    expect([outcome.organ, outcome.phase]).toEqual([null, null]);
    expect(session.onFrame(findingsOf(40, { polyps: [0.9, 0.8] })).entries).toEqual([]);
  });

  it('writes what the doctor and the station do, once each', () => {
    const { session, types, trackers } = begin();
    session.onFrame(findingsOf(0, { polyps: [0.4] }));
    session.setOperatingPoint('B', ms(100));
    session.setOperatingPoint('B', ms(110));
    expect(trackers[0]?.show).toBe(0.6);
    session.pauseClock(false, ms(120));
    session.pauseClock(true, ms(130));
    session.pauseClock(true, ms(140));
    session.pauseClock(false, ms(150));
    session.analysisResumed(ms(0), ms(155));
    session.analysisStopped('worker-restarting', ms(160));
    session.analysisStopped('worker-failed', ms(165));
    session.analysisResumed(ms(10), ms(170));
    session.photo({ atMs: ms(0), file: 'photos/1.jpg', frameId: 0, lesionId: 1, author: 'doctor' });
    session.setTraining(false, ms(171));
    session.setTraining(true, ms(172));
    session.setTraining(true, ms(173));
    session.recording(true, 'recording-1.webm', ms(180));
    session.recording(false, 'recording-1.webm', ms(190));
    expect(types().slice(1)).toEqual([
      'lesion-seen',
      'operating-point-changed',
      'clock-paused',
      'clock-resumed',
      'frames-analysed',
      'analysis-stopped',
      'analysis-resumed',
      'photo-taken',
      'training-mode',
      'recording-started',
      'recording-stopped',
    ]);
    expect([session.operatingPoint, session.paused, session.nowMs]).toEqual(['B', false, 190]);
  });

  it('takes nothing after the end: late frames pass in silence, everything else is refused', async () => {
    const { session } = begin();
    await session.end({ ...END, atMs: ms(0) });
    const count = session.entries.length;
    expect(session.onFrame(findingsOf(40, { polyps: [0.9] }))).toMatchObject({ lesions: [], entries: [] });
    expect(() => session.pauseClock(true, ms(50))).toThrow(expect.objectContaining({ code: 'usage' }));
    await expect(session.end({ ...END, atMs: ms(0) })).rejects.toMatchObject({ code: 'usage' });
    expect(session.entries).toHaveLength(count);
  });

  it('works with the real tracker', () => {
    const session = ExamSession.start({ ...STARTED, journal: memoryJournal() });
    play(session, [
      [{ polyps: [0.9] }, 2],
      [{}, 2],
      [{}, 1],
    ]);
    const seen = session.entries.filter(({ event }) => event.type === 'lesion-seen');
    expect(seen).toHaveLength(1);
    const left = session.entries.flatMap(({ event }) => (event.type === 'lesion-updated' ? [event] : []));
    expect(left.at(-1)).toMatchObject({ lesionId: 1, firstMs: 0, call: 'neoplastic' });
  });
});

describe('resume', () => {
  const LIVE = {
    source: { kind: 'live', name: 'Capture card', fingerprint: null },
    startedAt: '2026-01-01T10:00:00.000Z',
  } as const;

  function crashed(extra: Partial<StartOptions> = {}) {
    const before = begin({ ...LIVE, ...extra });
    play(before.session, [
      [{}, 8],
      [{ caecum: 0.95 }, 4],
      [{ polyps: [0.9] }, 3],
    ]);
    before.session.setOperatingPoint('B', ms(15_000));
    before.session.pauseClock(true, ms(15_100));
    before.session.analysisStopped('worker-failed', ms(15_200));
    const journal = { ...memoryJournal(before.session.entries), tornBytes: 17 };
    return { before, journal, makeTracker: before.makeTracker, trackers: before.trackers };
  }
  const resumeWith = ({ journal, makeTracker }: ReturnType<typeof crashed>, resumedAt: string) =>
    ExamSession.resume({ journal, model: STARTED.model, manifest: STARTED.manifest, resumedAt, makeTracker });

  it('takes up organ, phase, point, pause and lesions, and goes on by the clock on the wall', () => {
    const parts = crashed();
    const session = resumeWith(parts, '2026-01-01T10:00:42.000Z');
    expect(session.nowMs).toBe(42_000);
    expect([session.organ, session.phase, session.operatingPoint, session.paused]).toEqual([
      'colon',
      'withdrawal',
      'B',
      true,
    ]);
    expect(session.entries.at(-1)).toMatchObject({
      atMs: 42_000,
      event: { type: 'resumed', resumedAt: '2026-01-01T10:00:42.000Z', tornBytes: 17 },
    });
    const tracker = parts.trackers.at(-1);
    expect(tracker?.show).toBe(0.6);
    expect(tracker?.restored).toMatchObject([{ lesionId: 1, bestScore: 0.9, call: 'neoplastic' }]);
    const { firstSight } = session.onFrame(findingsOf(42_040, { polyps: [0.9] }));
    expect(firstSight).toEqual([2]);
    expect(session.entries.filter(({ event }) => event.type === 'analysis-stopped')).toHaveLength(1);
    session.analysisStopped('no-frames', ms(50_000));
    expect(session.entries.at(-1)?.event.type).toBe('analysis-stopped');
  });

  it('never turns time back, whatever the station’s clock says', () => {
    expect(resumeWith(crashed(), '2025-12-31T00:00:00.000Z').nowMs).toBe(15_200);
    expect(resumeWith(crashed(), 'no time').nowMs).toBe(15_200);
    expect(resumeWith(crashed({ startedAt: null }), '2026-01-01T10:00:42.000Z').nowMs).toBe(15_200);
  });

  it('does not say again what the journal says already', async () => {
    const parts = crashed();
    const session = resumeWith(parts, '2026-01-01T10:01:00.000Z');
    const tracker = parts.trackers.at(-1);
    for (const summary of tracker?.restored ?? []) tracker?.known.set(summary.lesionId, summary);
    const before = session.entries.filter(({ event }) => event.type === 'lesion-updated').length;
    await session.end({ ...END, atMs: ms(60_000) });
    expect(session.entries.filter(({ event }) => event.type === 'lesion-updated')).toHaveLength(before);
  });

  it('refuses an examination that has ended, and another model', async () => {
    const parts = crashed();
    const model = { ...STARTED.model, sha256: 'b'.repeat(64) };
    const { journal, makeTracker } = parts;
    const options = {
      journal,
      model,
      manifest: STARTED.manifest,
      resumedAt: '2026-01-01T10:00:42.000Z',
      makeTracker,
    };
    expect(() => ExamSession.resume(options)).toThrow(expect.objectContaining({ code: 'usage' }));
    await resumeWith(parts, '2026-01-01T10:00:42.000Z').end({ ...END, atMs: ms(50_000) });
    expect(() => resumeWith(parts, '2026-01-01T10:01:00.000Z')).toThrow(/has ended/);
    expect(() => ExamSession.start({ ...STARTED, journal })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });
});

describe('on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haustra-session-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('writes the same bytes for the same recording', async () => {
    const texts: string[] = [];
    for (const name of ['a', 'b']) {
      const journal = await createJournal(join(folder, name));
      const session = ExamSession.start({ ...STARTED, journal });
      let end = 0;
      for (const part of [{}, { polyps: [0.91] }, { caecum: 0.9 }, { polyps: [0.5, 0.8] }]) {
        end = play(session, [[part, 4]], end);
        // How events fall into writes must not matter.
        if (name === 'b') await journal.flushed();
      }
      await session.end({ ...END, atMs: ms(end) });
      texts.push(await readFile(join(folder, name, 'journal.jsonl'), 'utf8'));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]?.split('\n').length).toBeGreaterThan(15);
    expect(texts[0]).not.toContain(folder);
  });

  it('is suspended with all that is known, and resumed', async () => {
    const journal = await createJournal(folder);
    const session = ExamSession.start({ ...STARTED, journal });
    const end = play(session, [[{ polyps: [0.9] }, 1.5]]);
    await session.suspend(ms(end));
    const again = await openJournal(folder);
    expect(again.entries.slice(-2).map(({ event }) => event.type)).toEqual([
      'frames-analysed',
      'lesion-updated',
    ]);
    const { model, manifest } = STARTED;
    const resumed = ExamSession.resume({
      journal: again,
      model,
      manifest,
      resumedAt: '2026-01-01T10:00:00.000Z',
    });
    play(
      resumed,
      [
        [{}, 1],
        [{ polyps: [0, 0, 0.9] }, 1],
      ],
      end,
    );
    const seen = resumed.entries.flatMap(({ event }) =>
      event.type === 'lesion-seen' ? [event.lesionId] : [],
    );
    expect(seen).toEqual([1, 2]);
    await resumed.end({ ...END, atMs: ms(end + 2000) });
  });
});
