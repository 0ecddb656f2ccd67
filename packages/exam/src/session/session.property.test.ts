import { ExamSchema, ms } from '@haustra/domain';
import { lineOf } from '@haustra/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldExam } from '../fold/exam.js';
import { timeline } from '../fold/timeline.js';
import { memoryJournal } from '../journal/memory-journal.js';
import { scanJournal } from '../journal/scan.js';
import { ExamSession } from './session.js';
import { findingsOf, PERFORMANCE, STARTED, type View } from './testing.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const view: fc.Arbitrary<View> = fc.record({
  outside: fc.oneof(fc.constant(0.02), fc.constant(0.97), share),
  usable: fc.oneof(fc.constant(0.95), fc.constant(0.05), share),
  caecum: fc.oneof(fc.constant(0.02), fc.constant(0.95), share),
  polyps: fc.array(share, { maxLength: 3 }),
});
/** What happens next in an examination. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('watch' as const),
      view,
      frames: fc.integer({ min: 1, max: 120 }),
    }),
  },
  fc.record({ do: fc.constantFrom('pause', 'go', 'A', 'B', 'stop', 'run', 'photo', 'crash', 'wait') }),
);

describe('any examination', () => {
  it('keeps its rules, holds together, and is rebuilt from its journal alone', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 15, max: 120 }), (steps, period) => {
        let session = ExamSession.start({
          ...STARTED,
          startedAt: '2026-01-01T00:00:00.000Z',
          journal: memoryJournal(),
        });
        let t = 0;
        for (const next of steps) {
          const at = ms(t);
          if (next.do === 'watch') {
            for (let i = 0; i < next.frames; i++, t += period) session.onFrame(findingsOf(t, next.view));
          } else if (next.do === 'pause' || next.do === 'go') session.pauseClock(next.do === 'pause', at);
          else if (next.do === 'A' || next.do === 'B') session.setOperatingPoint(next.do, at);
          else if (next.do === 'stop') session.analysisStopped('worker-restarting', at);
          else if (next.do === 'run') session.analysisResumed(ms(5), at);
          else if (next.do === 'photo') {
            session.photo({ atMs: at, file: 'photos/1.jpg', frameId: null, lesionId: 1, author: 'doctor' });
          } else if (next.do === 'wait') t += 7777;
          else {
            const journal = memoryJournal(session.entries);
            t += 3000;
            const resumedAt = new Date(Date.UTC(2026, 0, 1) + t).toISOString();
            session = ExamSession.resume({ ...STARTED, journal, resumedAt });
            expect(session.nowMs).toBeGreaterThanOrEqual(journal.entries.at(-2)?.atMs ?? 0);
          }
        }
        void session.end({ reason: 'doctor', framesIn: 1, framesAnalysed: 1, dropped: 0, atMs: ms(t) });
        const { entries } = session;

        const scan = scanJournal(Buffer.from(entries.map(lineOf).join('')));
        expect(scan.broken).toBeNull();
        expect(scan.entries).toEqual(entries);
        const exam = foldExam(scan.entries, PERFORMANCE);
        expect(exam).toEqual(foldExam(entries, PERFORMANCE));
        expect(ExamSchema.parse(JSON.parse(JSON.stringify(exam)))).toEqual(exam);

        const { startMs, endMs } = timeline(entries);
        exam.phases.forEach((span, i) => {
          expect(span.endMs).toBeGreaterThan(span.startMs);
          expect(span.startMs).toBeGreaterThanOrEqual(startMs);
          expect(span.endMs).toBeLessThanOrEqual(endMs);
          // Never in two phases, and never in none once the first is known.
          if (i > 0) expect(span.startMs).toBe(exam.phases[i - 1]?.endMs);
        });
        const kinds = exam.phases.map((span) => span.phase);
        if (kinds.includes('withdrawal')) {
          expect(exam.landmarks.map((l) => l.name)).toEqual(['caecum']);
          expect(kinds.lastIndexOf('insertion')).toBeLessThan(kinds.indexOf('withdrawal'));
        }
        const { insertionMs, withdrawalMs, effectiveWithdrawalMs, pausedMs } = exam.clock;
        expect(withdrawalMs === null).toBe(exam.landmarks.length === 0);
        expect(effectiveWithdrawalMs ?? 0).toBeLessThanOrEqual(withdrawalMs ?? 0);
        expect((insertionMs ?? 0) + (withdrawalMs ?? 0) + pausedMs).toBeLessThanOrEqual(endMs + 0.001);

        // One polyp, one number: a first sight once each, in order, and nothing known of a lesion never seen.
        const seen = entries.flatMap(({ event }) => (event.type === 'lesion-seen' ? [event.lesionId] : []));
        expect(seen).toEqual(seen.map((_, i) => i + 1));
        expect(exam.lesions.map((lesion) => lesion.id)).toEqual(seen);
        for (const lesion of exam.lesions) expect(lesion.lastMs).toBeGreaterThanOrEqual(lesion.firstMs);
      }),
      { numRuns: 60 },
    );
  });
});
