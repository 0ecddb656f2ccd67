import { siteSettings } from '@haustra/clinical';
import type { FrameSigns } from '@haustra/domain';
import { ms, WALL_SECTORS } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { foldExam } from '../fold/exam.js';
import { memoryJournal } from '../journal/memory-journal.js';
import { ExamSession } from './session.js';
import { findingsOf, PERFORMANCE, STARTED, type View } from './testing.js';

const PERIOD = 100;
const started = { ...STARTED, startedAt: '2026-01-01T00:00:00.000Z' };
const sectors = (of: (sector: number) => number) => Array.from({ length: WALL_SECTORS }, (_, s) => of(s));
const ALL = { looked: sectors(() => 0.987654), bare: sectors(() => 0.9), roll: 0 };
/** The half from twelve to six o'clock only. */
const HALF = { looked: sectors((s) => (s < 6 ? 1 : 0)), bare: sectors((s) => (s < 4 ? 1 : 0)), roll: 0 };
const AT_CAECUM: View & FrameSigns = { caecum: 0.95, approach: 0 };
const BACK: View & FrameSigns = { approach: -0.4, wall: ALL };

function play(session: ExamSession, ...story: readonly (readonly [View & FrameSigns, number])[]): void {
  let t = session.nowMs === 0 ? 0 : session.nowMs + PERIOD;
  for (const [{ approach, wall, ...view }, seconds] of story)
    for (const end = t + seconds * 1000; t < end; t += PERIOD)
      session.onFrame(findingsOf(t, view), { approach, wall });
}
const begin = (settings?: ReturnType<typeof siteSettings>) =>
  ExamSession.start({ ...started, journal: memoryJournal(), ...(settings ? { settings } : {}) });
const kinds = ({ entries }: ExamSession) =>
  entries.flatMap(({ event }) => (event.type === 'prompt-raised' ? [event.kind] : []));

describe('coverage in an examination', () => {
  it('is not known where no picture was measured, nor before withdrawal', () => {
    const session = begin();
    play(session, [{ approach: 0.4, wall: ALL }, 20], [AT_CAECUM, 5]);
    expect(session.coverage).toBeNull();
    const without = begin();
    play(without, [AT_CAECUM, 5], [{ approach: -0.4 }, 30]);
    expect(without.coverage).toBeNull();
    expect(foldExam(without.entries, PERFORMANCE)).toMatchObject({ coverage: null });
    expect(foldExam(without.entries, PERFORMANCE)).not.toHaveProperty('coverageMap');
  });

  it('writes the means of a second to the journal, short', () => {
    const session = begin();
    play(session, [AT_CAECUM, 5], [{ ...BACK, wall: { ...ALL, roll: 0.12345 } }, 5]);
    const { event } = session.entries.findLast((entry) => entry.event.type === 'frames-analysed')!;
    expect(event).toMatchObject({
      wall: { looked: sectors(() => 0.99), bare: sectors(() => 0.9), roll: 0.123 },
    });
  });

  it('reaches exam.json with a map, and names what was passed unseen', () => {
    const session = begin();
    play(session, [AT_CAECUM, 5], [BACK, 40], [{ approach: -0.4, wall: HALF }, 20]);
    const { coverage, coverageMap } = foldExam(session.entries, PERFORMANCE);
    expect(coverage).toBeGreaterThan(0.6);
    expect(coverage).toBeLessThan(0.9);
    expect(coverageMap?.gaps.at(-1)?.sectors).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(coverageMap?.folds.length).toBeGreaterThan(20);
  });

  it('goes on after a crash as if nothing had been', () => {
    const session = begin();
    play(session, [AT_CAECUM, 5], [BACK, 30]);
    const { model, manifest } = STARTED;
    const resumed = ExamSession.resume({
      journal: memoryJournal(session.entries),
      model,
      manifest,
      resumedAt: started.startedAt,
    });
    expect(resumed.coverage).toEqual(session.coverage);
    play(resumed, [{ approach: -0.4, wall: HALF }, 20]);
    expect(foldExam(resumed.entries, PERFORMANCE).coverage).toBeCloseTo(resumed.coverage!.share, 3);
  });

  it('asks for a second look only where guidance is wanted, and not oftener than every two minutes', () => {
    const story = [
      [AT_CAECUM, 5],
      [{ approach: -0.2, wall: HALF }, 300],
    ] as const;
    const silent = begin();
    play(silent, ...story);
    expect(kinds(silent)).not.toContain('second-look');
    const guided = begin(siteSettings({ guidance: { coverage: true } }));
    play(guided, [AT_CAECUM, 5]);
    // The doctor goes over it again and again, and passes the next stretch as before.
    for (let i = 0; i < 8; i++)
      play(guided, [{ approach: -0.4, wall: HALF }, 20], [{ approach: -0.4, wall: ALL }, 20]);
    const looks = guided.entries.filter(
      ({ event }) => event.type === 'prompt-raised' && event.kind === 'second-look',
    );
    expect(looks.length).toBeGreaterThan(1);
    looks.slice(1).forEach(({ atMs }, i) => {
      expect(atMs - looks[i]!.atMs).toBeGreaterThanOrEqual(120_000);
    });
    guided.mutePrompts(['second-look'], ms(guided.nowMs));
    play(guided, [{ approach: -0.4, wall: HALF }, 60]);
    expect(kinds(guided).filter((kind) => kind === 'second-look')).toHaveLength(looks.length);
  });

  it('takes guidance up and leaves it off at the doctor’s word, which lasts over a crash', () => {
    const session = begin();
    play(session, [AT_CAECUM, 5]);
    session.askGuidance(true, ms(session.nowMs));
    expect(session.askGuidance(true, ms(session.nowMs))).toEqual([]);
    const { model, manifest } = STARTED;
    const resumed = ExamSession.resume({
      journal: memoryJournal(session.entries),
      model,
      manifest,
      resumedAt: started.startedAt,
    });
    expect(resumed.guidance).toBe(true);
    play(resumed, [{ approach: -0.2, wall: HALF }, 60]);
    expect(kinds(resumed)).toContain('second-look');
    resumed.askGuidance(false, ms(resumed.nowMs));
    expect(resumed.guidance).toBe(false);
  });

  it('brings retroflexion to mind once, in the rectum', () => {
    const guided = begin(siteSettings({ guidance: { coverage: true } }));
    play(guided, [AT_CAECUM, 5], [BACK, 30]);
    expect(kinds(guided)).not.toContain('retroflexion');
    guided.correctPlace('rectum', ms(guided.nowMs));
    play(guided, [{ approach: -0.1, wall: ALL }, 90]);
    expect(kinds(guided).filter((kind) => kind === 'retroflexion')).toHaveLength(1);
  });
});
