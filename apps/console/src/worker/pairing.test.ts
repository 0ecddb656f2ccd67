import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairingQueue, type Picture } from './pairing.js';

class FakePicture implements Picture {
  closed = 0;
  constructor(readonly id: number) {}
  close(): void {
    this.closed++;
  }
}
const RULE = { lateMs: 250, steadyAfter: 3 };
const queue = () => new PairingQueue<FakePicture>({ inFlight: 2, expireMs: 1000 });
const frame = (id: number, capturedAt: number) => ({ id, capturedAt, picture: new FakePicture(id) });

describe('PairingQueue', () => {
  it('sends at most two frames and replaces the waiting one by the newest', () => {
    const pairs = queue();
    const frames = [0, 1, 2, 3].map((id) => frame(id, id * 40));
    for (const f of frames.slice(0, 2)) {
      pairs.offer(f);
      expect(pairs.take(f.capturedAt)?.id).toBe(f.id);
    }
    for (const f of frames.slice(2)) {
      pairs.offer(f);
      expect(pairs.take(f.capturedAt)).toBeNull();
    }
    expect(frames[2]!.picture.closed).toBe(1);
    expect(pairs.counts.replaced).toBe(1);
    pairs.forget(0);
    expect(pairs.take(200)?.id).toBe(3);
  });

  it('paints a result on its own frame only', () => {
    const pairs = queue();
    pairs.offer(frame(7, 0));
    pairs.take(0);
    expect(pairs.settle(6, 20, RULE)).toMatchObject({ paint: false, why: 'unknown' });
    const verdict = pairs.settle(7, 20, RULE);
    expect(verdict.paint && verdict.held.picture.id).toBe(7);
    expect(pairs.settle(7, 30, RULE)).toMatchObject({ paint: false, why: 'unknown' });
  });

  it('never paints a late result or one older than what is painted', () => {
    const pairs = queue();
    for (const f of [frame(1, 0), frame(2, 40)]) {
      pairs.offer(f);
      pairs.take(f.capturedAt);
    }
    expect(pairs.settle(2, 100, RULE).paint).toBe(true);
    expect(pairs.settle(1, 110, RULE)).toMatchObject({ paint: false, why: 'superseded' });
    pairs.offer(frame(3, 120));
    pairs.take(120);
    expect(pairs.settle(3, 371, RULE)).toMatchObject({ paint: false, why: 'late' });
  });

  it('paints again only once results are steadily in time', () => {
    const pairs = queue();
    const answer = (id: number, delay: number) => {
      pairs.offer(frame(id, id * 400));
      pairs.take(id * 400);
      return pairs.settle(id, id * 400 + delay, RULE).paint;
    };
    expect([40, 300, 40, 40, 40, 40].map((delay, id) => answer(id, delay))).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(pairs.counts).toMatchObject({ late: 1, unsteady: 2 });
  });

  it('gives an unanswered frame up, so that the road is free again', () => {
    const pairs = queue();
    for (const id of [1, 2]) {
      pairs.offer(frame(id, 0));
      pairs.take(0);
    }
    pairs.offer(frame(3, 900));
    expect(pairs.take(900)).toBeNull();
    expect(pairs.take(1001)?.id).toBe(3);
    expect(pairs.counts.expired).toBe(2);
  });

  it('holds at most four pictures and closes each exactly once, whatever happens', () => {
    const step = fc.record({
      action: fc.constantFrom('offer', 'take', 'settle', 'forget', 'clear'),
      pick: fc.nat({ max: 5 }),
      wait: fc.nat({ max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const pairs = queue();
        const made: FakePicture[] = [];
        let now = 0;
        for (const { action, pick, wait } of steps) {
          now += wait;
          const id = Math.max(0, made.length - 1 - pick);
          if (action === 'offer') {
            const next = frame(made.length, now);
            made.push(next.picture);
            pairs.offer(next);
          } else if (action === 'take') pairs.take(now);
          else if (action === 'settle') {
            const verdict = pairs.settle(id, now, RULE);
            if (verdict.held) expect(verdict.held.picture.id).toBe(id);
            if (!verdict.paint) verdict.held?.picture.close();
          } else if (action === 'forget') pairs.forget(id);
          else pairs.clear();
          expect(pairs.held).toBeLessThanOrEqual(4);
          expect(made.filter((p) => p.closed === 0)).toHaveLength(pairs.held);
        }
        pairs.clear();
        expect(made.every((p) => p.closed === 1)).toBe(true);
      }),
    );
  });
});
