import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExamClock } from './exam-clock.js';

const steered = (base = 0) => {
  let now = 5_000;
  return { clock: new ExamClock(base, () => now), pass: (by: number) => (now += by) };
};

describe('ExamClock', () => {
  it("lays the sender's clock on examination time by the fastest frame", () => {
    const { clock, pass } = steered();
    pass(100);
    expect(clock.ofCapture(70_000)).toBe(100); // took 30 ms, which nobody can know yet
    pass(40);
    expect(clock.ofCapture(70_065)).toBe(140); // took 5 ms
    pass(40);
    expect(clock.ofCapture(70_090)).toBe(165); // by the faster frame
    expect(clock.at(70_080)).toBe(155);
    expect(clock.at(null)).toBe(180);
  });

  it('goes on after a resume and takes a new sender with another clock', () => {
    const { clock, pass } = steered(60_000);
    pass(10);
    expect(clock.ofCapture(1)).toBe(60_010);
    clock.newSender();
    pass(10);
    expect(clock.ofCapture(9e9)).toBe(60_020);
  });

  it('never runs backwards or ahead, whatever the senders say', () => {
    const step = fc.record({
      by: fc.integer({ min: 0, max: 3_000 }),
      captureMs: fc.double({ min: -1e7, max: 1e7, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { clock, pass } = steered();
        let last = 0;
        for (const { by, captureMs } of steps) {
          pass(by);
          const at = clock.ofCapture(captureMs);
          expect(at).toBeGreaterThanOrEqual(last);
          expect(at).toBeLessThanOrEqual(clock.nowMs);
          last = at;
        }
      }),
    );
  });
});
