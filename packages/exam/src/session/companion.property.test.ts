import { CAECUM_WORDS, COLON_REGIONS, ExamSchema, type FrameSigns, ms, PROMPT_KINDS } from '@haustra/domain';
import { lineOf } from '@haustra/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldExam } from '../fold/exam.js';
import { foldClocks } from '../fold/timeline.js';
import { memoryJournal } from '../journal/memory-journal.js';
import { ExamSession } from './session.js';
import { findingsOf, PERFORMANCE, STARTED, type View } from './testing.js';

const PERIOD = 50;

const share = fc.double({ min: 0, max: 1, noNaN: true });
const view: fc.Arbitrary<View> = fc.record({
  outside: fc.constantFrom(0.02, 0.02, 0.02, 0.97),
  usable: fc.constantFrom(0.95, 0.95, 0.05),
  caecum: fc.constantFrom(0.02, 0.95),
});
const signs: fc.Arbitrary<FrameSigns> = fc.record(
  {
    instrument: fc.option(fc.constantFrom(0.05, 0.95)),
    approach: fc.option(fc.constantFrom(0, 0.1, 0.8, -0.1, -0.6)),
    residue: fc.option(share),
    bubbles: fc.option(share),
  },
  { requiredKeys: [] },
);
const watch = fc.record({
  do: fc.constant('watch' as const),
  view,
  signs,
  seconds: fc.integer({ min: 1, max: 12 }),
});
const word = fc.record({ do: fc.constant('judge' as const), word: fc.constantFrom(...CAECUM_WORDS) });
const rest = fc.record({
  do: fc.constantFrom('pause', 'go', 'stop', 'run', 'crash', 'wait', 'mute', 'overrule', 'correct'),
  region: fc.constantFrom(...COLON_REGIONS),
});
const steps = fc.array(fc.oneof({ weight: 4, arbitrary: watch }, word, rest), {
  minLength: 1,
  maxLength: 22,
});
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

/** Plays a story; `each` is called after every step. */
function play(story: readonly Step[], each: (session: ExamSession) => void): ExamSession {
  const journal = memoryJournal();
  let session = ExamSession.start({ ...STARTED, startedAt: '2026-01-01T00:00:00.000Z', journal });
  let t = 0;
  for (const next of story) {
    const at = ms(t);
    switch (next.do) {
      case 'watch':
        for (const end = t + next.seconds * 1000; t < end; t += PERIOD) {
          session.onFrame(findingsOf(t, next.view), next.signs);
        }
        break;
      case 'judge':
        session.judgeCaecum(next.word, at);
        break;
      case 'crash': {
        t += 3000;
        const resumedAt = new Date(Date.UTC(2026, 0, 1) + t).toISOString();
        session = ExamSession.resume({ ...STARTED, journal: memoryJournal(session.entries), resumedAt });
        break;
      }
      case 'wait':
        t += 4321;
        break;
      case 'mute':
        session.mutePrompts(next.region === 'left' ? 'all' : next.region === 'right' ? ['wash'] : [], at);
        break;
      case 'overrule':
        session.overruleBbps(next.region, 2, at);
        break;
      case 'correct':
        session.correctPlace(next.region, at);
        break;
      case 'stop':
        session.analysisStopped('worker-restarting', at);
        break;
      case 'run':
        session.analysisResumed(ms(5), at);
        break;
      default:
        session.pauseClock(next.do === 'pause', at);
    }
    each(session);
  }
  void session.end({ reason: 'doctor', framesIn: 1, framesAnalysed: 1, dropped: 0, atMs: ms(t) });
  each(session);
  return session;
}

describe('what goes along with any examination', () => {
  it('shows the clocks, the caecum and the cleanliness that its journal gives', () => {
    fc.assert(
      fc.property(steps, (story) => {
        const session = play(story, (live) => {
          // The first summary tells when the first picture was.
          if (!live.entries.some(({ event }) => event.type === 'frames-analysed')) return;
          const { inBodyMs: _, ...clock } = live.clock;
          expect(clock).toEqual(foldClocks(live.entries, live.nowMs));
        });
        const exam = foldExam(session.entries, PERFORMANCE);
        expect(ExamSchema.parse(JSON.parse(JSON.stringify(exam)))).toEqual(exam);
        const { segments, total, adequate } = session.cleanliness;
        expect(exam.cleanliness).toMatchObject({ ...segments, total, adequate });
        const isReached = exam.landmarks.some(({ name }) => name === 'caecum');
        expect(exam.clock.insertionMs === null).toBe(!isReached);
        if (isReached) expect(exam.clock.withdrawalMs).not.toBeNull();
        // Without a caecum only a scope that was drawn back is in withdrawal, and no total is given.
        const isTimed = !isReached && exam.clock.withdrawalMs !== null;
        if (isTimed) expect(exam.phases.map(({ phase }) => phase)).toContain('withdrawal');
        if (!isReached) expect(exam.cleanliness.total).toBeNull();
        if (exam.caecum?.word === 'confirmed') expect(isReached).toBe(true);
        if (exam.caecum?.word === 'refused') expect(isReached).toBe(false);
      }),
      { numRuns: 80 },
    );
  });

  it('is the same each time, and keeps its prompts few', () => {
    fc.assert(
      fc.property(steps, (story) => {
        const session = play(story, () => undefined);
        const lines = session.entries.map(lineOf);
        expect(play(story, () => undefined).entries.map(lineOf)).toEqual(lines);
        const said = session.entries.filter(
          ({ event }) => event.type === 'prompt-raised' && PROMPT_KINDS.some((kind) => kind === event.kind),
        );
        said.forEach((entry, i) => {
          expect(entry.atMs - (said[i - 1]?.atMs ?? -1e9)).toBeGreaterThanOrEqual(10_000);
          expect(entry.atMs - (said[i - 2]?.atMs ?? -1e9)).toBeGreaterThanOrEqual(60_000);
        });
      }),
      { numRuns: 40 },
    );
  });
});
