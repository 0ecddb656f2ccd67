import { TYPE_CALL_FRAMES } from '@haustra/clinical';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, box, OPTIONS, seen } from '../testing/synthetic.js';
import { LesionTracker } from './tracker.js';

const repeat = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

describe('what is said of a lesion', () => {
  it('makes no call before five clear frames, then one by the mean', () => {
    const tracker = new LesionTracker(OPTIONS);
    const calls = repeat(
      8,
      (i) => tracker.update(at(i * 40, [seen(box(0.5, 0.5))], i < 2 ? 0.2 : 1)).shown[0]?.call,
    );
    expect(calls).toEqual([
      undefined,
      undefined,
      'no-call',
      'no-call',
      'no-call',
      'no-call',
      'neoplastic',
      'neoplastic',
    ]);
    const unsure = new LesionTracker(OPTIONS);
    const updates = repeat(8, (i) => unsure.update(at(i * 40, [seen(box(0.5, 0.5), 1, 0.9, i % 2)])));
    expect(updates.at(-1)?.shown[0]).toMatchObject({ call: 'no-call', neoplastic: expect.closeTo(0.5) });
  });

  it('makes no call from blurred frames, however many and however sure', () => {
    const { leastFrames, sharpAbove } = TYPE_CALL_FRAMES.values;
    const call = (sharpness: (frame: number) => number | null) => {
      const tracker = new LesionTracker(OPTIONS);
      const updates = repeat(60, (i) =>
        tracker.update(at(i * 40, [seen(box(0.5, 0.5))]), { sharpness: sharpness(i) }),
      );
      return updates.at(-1)?.shown[0]?.call;
    };
    expect(call(() => sharpAbove - 0.01)).toBe('no-call');
    expect(call(() => sharpAbove)).toBe('neoplastic');
    expect(call(() => null)).toBe('neoplastic');
    expect(call((i) => (i < leastFrames - 1 ? 0.9 : 0.1))).toBe('no-call');
    expect(call((i) => (i < leastFrames ? 0.9 : 0.1))).toBe('neoplastic');
  });

  it('never makes a call without enough clear frames, whatever the frames are like', () => {
    const { leastFrames, usableAbove, sharpAbove } = TYPE_CALL_FRAMES.values;
    const value = fc.double({ min: 0, max: 1, noNaN: true });
    const frame = fc.record({ usable: value, sharpness: fc.option(value), score: value, neoplastic: value });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 40 }), (frames) => {
        const tracker = new LesionTracker(OPTIONS);
        let clear = 0;
        for (const [i, { usable, sharpness, score, neoplastic }] of frames.entries()) {
          const found = seen(box(0.5, 0.5), 1, score, neoplastic);
          const { shown } = tracker.update(at(i * 40, [found], usable), { sharpness });
          if (usable >= usableAbove && (sharpness ?? 1) >= sharpAbove) clear++;
          for (const { call } of shown) if (clear < leastFrames) expect(call).toBe('no-call');
        }
      }),
    );
  });

  it('estimates the size where the place says something, and takes it up again from a summary', () => {
    const tracker = new LesionTracker(OPTIONS);
    const look = { lumen: [0.2, 0.5] as const };
    for (let i = 0; i < 10; i++) tracker.update(at(i * 40, [seen(box(0.6, 0.5))]), look);
    const [summary] = tracker.finish();
    expect(summary?.size?.frames).toBe(10);
    const resumed = new LesionTracker(OPTIONS);
    resumed.restore(summary ? [summary] : []);
    for (let i = 0; i < 10; i++) resumed.update(at(1000 + i * 40, [seen(box(0.6, 0.5))]), look);
    const [after] = resumed.finish();
    expect(after).toMatchObject({ lesionId: 1, size: { frames: 20 } });
    expect(after?.size?.mm).toBeCloseTo(summary?.size?.mm ?? 0, 1);
    const blind = new LesionTracker(OPTIONS);
    for (let i = 0; i < 10; i++) blind.update(at(i * 40, [seen(box(0.6, 0.5))]));
    expect(blind.finish()[0]?.size).toBeNull();
  });

  it('takes the sharp frame for the best one, but not for being sharper than sharp enough', () => {
    const tracker = new LesionTracker(OPTIONS);
    for (let i = 0; i < 10; i++) {
      const score = i === 6 ? 0.97 : 0.91 - i / 1000;
      tracker.update(at(i * 40, [seen(box(0.5, 0.5), 1, score)]), {
        sharpness: [0.55, 0.55, 0.55, 0.62, 0.9][i] ?? 0.5,
      });
    }
    expect(tracker.finish()).toMatchObject([{ bestFrameMs: 120, bestScore: 0.907 }]);
  });

  it('names the frame that shows it best', () => {
    const tracker = new LesionTracker(OPTIONS);
    for (let i = 0; i < 10; i++) tracker.update(at(i * 40, [seen(box(0.5, 0.5), 1, i === 6 ? 0.97 : 0.8)]));
    expect(tracker.finish()).toMatchObject([{ bestFrameMs: 240, bestScore: 0.97 }]);
    expect(tracker.finish()).toEqual([]);
  });
});
