import { DEFAULT_SETTINGS, siteSettings } from '@haustra/clinical';
import type { EventBody, FrameSigns } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { foldExam } from '../fold/exam.js';
import { memoryJournal } from '../journal/memory-journal.js';
import { ExamSession } from './session.js';
import { findingsOf, PERFORMANCE, STARTED, type View } from './testing.js';

const PERIOD = 100;
type Stretch = readonly [View & FrameSigns, number];

const begin = (settings = DEFAULT_SETTINGS) =>
  ExamSession.start({ ...STARTED, journal: memoryJournal(), settings });

/** Plays views for so many seconds each, from where the session is. */
function play(session: ExamSession, ...story: readonly Stretch[]): void {
  let t = session.nowMs === 0 ? 0 : session.nowMs + PERIOD;
  for (const [{ instrument, approach, residue, bubbles, ...view }, seconds] of story) {
    const signs = { instrument, approach, residue, bubbles };
    for (const end = t + seconds * 1000; t < end; t += PERIOD) session.onFrame(findingsOf(t, view), signs);
  }
}
const all = <T extends EventBody['type']>(session: ExamSession, type: T) =>
  session.entries.flatMap(({ event }) =>
    event.type === type ? [event as Extract<EventBody, { type: T }>] : [],
  );
const kinds = (session: ExamSession) => all(session, 'prompt-raised').map(({ kind }) => kind);
const exam = (session: ExamSession) => foldExam(session.entries, PERFORMANCE);

describe('an examination and what goes along with it', () => {
  it('is calm: a slow, clean withdrawal of ten minutes has three prompts, each with its rule', () => {
    const session = begin();
    play(
      session,
      [{ outside: 0.97 }, 5],
      [{ approach: 0.1 }, 300],
      [{ caecum: 0.95, approach: 0 }, 5],
      [{ approach: -0.1 }, 600],
    );
    expect(all(session, 'prompt-raised').map(({ kind, rule }) => [kind, rule])).toEqual([
      ['caecum-photo', 'caecum-photo'],
      ['withdrawal-minimum', 'withdrawal-minimum'],
      ['withdrawal-goal', 'withdrawal-goal'],
    ]);
    expect(session.clock.withdrawalMs).toBeGreaterThan(580_000);
    expect(session.where.region).toBe('left');
    expect(exam(session).speed.at(-1)?.value).toBeCloseTo(0.1);
    expect(exam(session).prompts[1]).toMatchObject({ rule: 'withdrawal-minimum', severity: 'info' });
  });

  it('shows an alarm for as long as it holds, and writes down when it was on', () => {
    const session = begin();
    play(session, [{ caecum: 0.95, approach: 0 }, 5], [{ approach: -0.2 }, 20], [{ approach: -1 }, 4]);
    expect(session.alarms).toEqual(['too-fast']);
    play(session, [{ approach: -0.1 }, 20]);
    expect(session.alarms).toEqual([]);
    const alarms = exam(session).alarms ?? [];
    expect(alarms.map(({ kind }) => kind)).toEqual(['too-fast']);
    const [{ startMs, endMs } = { startMs: 0, endMs: 0 }] = alarms;
    expect(endMs - startMs).toBeGreaterThan(2000);
    expect(endMs - startMs).toBeLessThan(5000);
    // Muting is for what is said.
    session.mutePrompts('all', session.nowMs);
    play(session, [{ approach: -1 }, 4]);
    expect(session.alarms).toEqual(['too-fast']);
    expect(exam(session).alarms).toHaveLength(2);
  });

  it('goes by the settings of the site', () => {
    const settings = siteSettings({
      withdrawal: { minimumMs: 60_000, goalMs: 90_000 },
      prompts: { muted: ['caecum-photo'] },
    });
    const session = begin(settings);
    play(session, [{}, 3], [{ caecum: 0.95 }, 4], [{}, 100]);
    expect(kinds(session)).toEqual(['withdrawal-minimum', 'withdrawal-goal']);
  });

  it('does not count treatment as effective', () => {
    const session = begin();
    play(
      session,
      [{}, 3],
      [{ caecum: 0.95 }, 3],
      [{ instrument: 0.05 }, 60],
      [{ instrument: 0.9 }, 60],
      [{ instrument: 0.05 }, 60],
    );
    const { clock, phases } = exam(session);
    expect(phases.map(({ phase }) => phase)).toEqual(['insertion', 'withdrawal', 'treatment', 'withdrawal']);
    const left = (clock.withdrawalMs ?? 0) - (clock.effectiveWithdrawalMs ?? 0);
    expect(left).toBeGreaterThan(58_000);
    expect(left).toBeLessThan(64_000);
    expect(all(session, 'frames-analysed').at(-1)?.instrument).toBe(0.05);
  });

  it('lets the doctor win over the machine on the caecum, and keeps both', () => {
    const session = begin();
    play(session, [{}, 3], [{ caecum: 0.95 }, 4], [{}, 20]);
    expect(session.judgeCaecum('taken-back', session.nowMs)).toEqual([]);
    session.judgeCaecum('refused', session.nowMs);
    play(session, [{ caecum: 0.95 }, 20]);
    expect([session.phase, session.clock.withdrawalMs, session.where.region]).toEqual([
      'insertion',
      null,
      null,
    ]);
    expect(exam(session)).toMatchObject({
      landmarks: [],
      caecum: { word: 'refused', seenScore: expect.any(Number) },
    });
    session.judgeCaecum('confirmed', session.nowMs);
    const confirmedMs = session.nowMs;
    play(session, [{}, 10]);
    expect(session.phase).toBe('withdrawal');
    expect(exam(session)).toMatchObject({
      landmarks: [{ name: 'caecum', atMs: confirmedMs, score: 1 }],
      caecum: { word: 'confirmed', wordMs: confirmedMs },
    });
    expect(all(session, 'landmark-seen')).toHaveLength(1);
  });

  it('scores the segments, and writes the doctor’s score beside its own', () => {
    const session = begin();
    play(
      session,
      [{ residue: 0.5 }, 60],
      [{ caecum: 0.95, residue: 0.1 }, 5],
      [{ residue: 0.1, approach: -0.1 }, 420],
    );
    session.overruleBbps('right', 3, session.nowMs);
    const { cleanliness } = exam(session);
    expect(cleanliness).toMatchObject({ right: 3, transverse: 2, left: 2, total: 7, adequate: true });
    expect(cleanliness.segments?.right).toMatchObject({ doctor: 3, machine: { score: 2, measured: true } });
    expect(cleanliness.reason).toMatch(/^rule bbps-adequacy; scored by the doctor: right; share/);
    session.overruleBbps('right', null, session.nowMs);
    expect(session.cleanliness.total).toBe(6);
  });

  it('knows which places are without a picture', () => {
    const session = begin();
    play(session, [{}, 2]);
    expect(exam(session)).not.toHaveProperty('photos');
    const photo = { atMs: session.nowMs, frameId: 1, lesionId: null, author: 'doctor' } as const;
    session.photo({ ...photo, file: 'photos/1.jpg' });
    session.photo({ ...photo, file: 'photos/2.jpg', place: 'appendiceal-orifice' });
    session.photo({ ...photo, file: 'photos/3.jpg', place: 'ileocaecal-valve' });
    const { photos } = exam(session);
    expect(photos?.caecumProved).toBe(true);
    expect(photos?.missing).toContain('rectum');
    expect(photos?.taken?.map(({ place, by }) => [place, by])).toEqual([
      ['appendiceal-orifice', 'doctor'],
      ['ileocaecal-valve', 'doctor'],
    ]);
    session.placePhoto('photos/1.jpg', 'rectum', session.nowMs);
    session.dropPhoto('photos/3.jpg', session.nowMs);
    expect(exam(session).photos).toMatchObject({ caecumProved: false });
    expect(exam(session).photos?.missing).not.toContain('rectum');
    expect(() => session.placePhoto('photos/3.jpg', null, session.nowMs)).toThrow(/no such photo/);
  });

  it('keeps to the settings that it began with', () => {
    const settings = siteSettings({ withdrawal: { minimumMs: 60_000, goalMs: 61_000 } });
    const session = begin(settings);
    expect(session.entries[0]?.event).toMatchObject({ settings: { withdrawal: { goalMs: 61_000 } } });
    const journal = memoryJournal(session.entries);
    const resumed = ExamSession.resume({ ...STARTED, journal, resumedAt: '2026-01-01T00:00:00Z' });
    play(resumed, [{}, 3], [{ caecum: 0.95 }, 4], [{ approach: -0.1 }, 70]);
    expect(kinds(resumed)).toContain('withdrawal-goal');
    // What the rules themselves say need not be said.
    expect(begin(DEFAULT_SETTINGS).entries[0]?.event).not.toHaveProperty('settings');
  });

  it('goes on after a crash without saying again what was said, muted as it was', () => {
    const session = begin();
    play(session, [{}, 3], [{ caecum: 0.95 }, 4], [{}, 100]);
    session.mutePrompts(['withdrawal-minimum'], session.nowMs);
    session.correctPlace('sigmoid', session.nowMs);
    const journal = memoryJournal(session.entries);
    const resumed = ExamSession.resume({ ...STARTED, journal, resumedAt: '2026-01-01T00:00:00Z' });
    expect(resumed.clock).toEqual(session.clock);
    expect([resumed.muted, resumed.where.segment]).toEqual([['withdrawal-minimum'], 'sigmoid']);
    play(resumed, [{ approach: -0.1 }, 400]);
    expect(resumed.phase).toBe('withdrawal');
    expect(kinds(resumed)).toEqual(['caecum-photo', 'withdrawal-goal']);
  });
});
