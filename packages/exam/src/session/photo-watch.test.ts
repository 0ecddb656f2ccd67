import { type FrameSigns, ms } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { foldExam } from '../fold/exam.js';
import { memoryJournal } from '../journal/memory-journal.js';
import { PhotoWatch } from './photo-watch.js';
import { ExamSession } from './session.js';
import { findingsOf, PERFORMANCE, STARTED, type View } from './testing.js';

/** An examination with a watch over its photos; pictures come five a second. */
function rig() {
  const session = ExamSession.start({ ...STARTED, journal: memoryJournal() });
  const watch = new PhotoWatch(session);
  const held: string[] = [];
  const taken: string[] = [];
  let timeMs = 0;
  const play = (seconds: number, view: View = {}, signs: FrameSigns = {}, sharp: number | null = 0.8) => {
    for (const end = timeMs + seconds * 1000; timeMs < end; timeMs += 200) {
      const findings = findingsOf(timeMs, view);
      session.onFrame(findings, signs);
      const { hold, take } = watch.look(findings, signs, sharp);
      held.push(...hold);
      for (const { place, frameId, timeMs: atMs } of take) {
        taken.push(place);
        const file = `photos/place-${place}.jpg`;
        session.photo({ atMs, file, frameId, lesionId: null, place, author: 'engine' });
      }
    }
  };
  const doctor = (place: string) =>
    session.photo({
      atMs: ms(timeMs),
      file: `photos/${place}.jpg`,
      frameId: 1,
      lesionId: null,
      place,
      author: 'doctor',
    });
  return { session, watch, held, taken, play, doctor };
}

describe('PhotoWatch', () => {
  it('takes the caecum, and a segment once the doctor says that the scope is there', () => {
    const { session, taken, play } = rig();
    play(2);
    play(4, { caecum: 0.95 });
    play(3);
    expect(taken).toEqual(['caecum']);
    play(3, {}, { approach: -0.2 });
    session.correctPlace('sigmoid', session.nowMs);
    play(12, {}, { approach: -0.02 });
    expect(taken).toEqual(['caecum', 'sigmoid']);
  });

  it('takes nothing where the doctor did, and nothing again that the doctor dropped', () => {
    const { session, taken, play, doctor } = rig();
    play(2);
    doctor('ileocaecal-valve');
    play(20, { caecum: 0.95 });
    expect(taken).toEqual([]);
    session.correctPlace('sigmoid', session.nowMs);
    play(3, {}, { approach: -0.2 });
    play(12, {}, { approach: -0.02 });
    expect(taken).toEqual(['sigmoid']);
    session.dropPhoto('photos/place-sigmoid.jpg', session.nowMs);
    session.correctPlace('sigmoid', session.nowMs);
    play(15, {}, { approach: -0.02 });
    expect(taken).toEqual(['sigmoid']);
  });

  it('holds nothing in a gastroscopy, in a pause, or where sharpness is not known', () => {
    const upper = rig();
    upper.play(10, { upper: 0.98, caecum: 0.95 });
    expect(upper.held).toEqual([]);
    const blind = rig();
    blind.play(8, { caecum: 0.95 }, {}, null);
    blind.session.pauseClock(true, blind.session.nowMs);
    blind.play(8, { caecum: 0.95 });
    expect(blind.held).toEqual([]);
  });

  it('gives what it still holds at the end', () => {
    const { watch, play, taken } = rig();
    play(2);
    play(4, { caecum: 0.95 });
    expect(taken).toEqual([]);
    expect(watch.end()).toMatchObject([{ place: 'caecum' }]);
  });

  it('proposes: nothing is documented until the doctor says what it shows', () => {
    const { session, play } = rig();
    const exam = () => foldExam(session.entries, PERFORMANCE).photos;
    play(2);
    play(4, { caecum: 0.95 });
    play(3);
    expect(exam()).toMatchObject({ caecumProved: false, taken: [{ place: 'caecum', confirmed: false }] });
    expect(exam()?.missing).toContain('ileocaecal-valve');
    session.placePhoto('photos/place-caecum.jpg', 'ileocaecal-valve', session.nowMs);
    expect(exam()?.missing).not.toContain('ileocaecal-valve');
  });
});
