import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, box, gauss, look, OPTIONS, random, seen } from '../testing/synthetic.js';
import { LesionTracker } from './tracker.js';
import type { TrackerUpdate } from './types.js';

const ids = (update: TrackerUpdate) => update.shown.map((lesion) => lesion.id);

/** Runs frames of 40 ms through a tracker; each frame is what is seen in it. */
function run(tracker: LesionTracker, frames: readonly Parameters<typeof at>[1][], fromMs = 0, stepMs = 40) {
  return frames.map((lesions, i) => tracker.update(at(fromMs + i * stepMs, lesions)));
}
const repeat = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

describe('what is on screen', () => {
  it('comes in with the third of five frames and gets number 1', () => {
    const updates = run(
      new LesionTracker(OPTIONS),
      repeat(4, () => [seen(box(0.5, 0.5))]),
    );
    expect(updates.map(ids)).toEqual([[], [], [1], [1]]);
    expect(updates.map((u) => u.firstSight)).toEqual([[], [], [1], []]);
    expect(updates[2]?.shown[0]?.firstMs).toBe(0);
  });

  it('never shows what was found in fewer than 3 of 5 frames (any pattern)', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), (pattern) => {
        const updates = run(
          new LesionTracker(OPTIONS),
          pattern.map((on) => (on ? [seen(box(0.5, 0.5))] : [])),
        );
        updates.forEach((update, i) => {
          const everConfirmed = pattern
            .slice(0, i + 1)
            .some((_, j) => pattern.slice(Math.max(0, j - 4), j + 1).filter(Boolean).length >= 3);
          if (!everConfirmed) expect(update.shown).toEqual([]);
        });
      }),
    );
  });

  it.each([
    { foundMs: 1000, holdMs: 400, why: '0.4 s after it was last found' },
    { foundMs: 500, holdMs: 250, why: 'after half the time it was found for, where that was short' },
  ])('goes $why, at any frame rate', ({ foundMs, holdMs }) => {
    for (const stepMs of [10, 20, 33.3, 40, 100]) {
      const tracker = new LesionTracker(OPTIONS);
      const frames = Math.round(foundMs / stepMs) + 1;
      run(
        tracker,
        repeat(frames, () => [seen(box(0.5, 0.5))]),
        0,
        stepMs,
      );
      const lastMs = (frames - 1) * stepMs;
      const keptMs = Math.min(holdMs, lastMs / 2) + 0.001;
      const gone = run(
        tracker,
        repeat(Math.ceil(900 / stepMs), () => []),
        lastMs + stepMs,
        stepMs,
      );
      gone.forEach((update, i) => {
        const sinceMs = (i + 1) * stepMs;
        expect(update.shown.length, `${sinceMs} ms at steps of ${stepMs}`).toBe(sinceMs <= keptMs ? 1 : 0);
        if (update.shown.length > 0) expect(update.shown[0]?.held).toBe(true);
      });
      const left = gone.flatMap((u) => u.left);
      expect(left.map((l) => l.lesionId)).toEqual([1]);
      expect(left[0]).toMatchObject({ firstMs: 0, lastMs, frames });
    }
  });

  it('follows the switch of the operating point at once, both ways, and keeps the number', () => {
    const tracker = new LesionTracker(OPTIONS);
    const faint = () => [seen(box(0.5, 0.5), 1, 0.45)];
    expect(run(tracker, repeat(5, faint)).map(ids).at(-1)).toEqual([1]);
    tracker.setThreshold(0.6);
    const quiet = run(tracker, [faint()], 200);
    expect(quiet[0]?.shown).toEqual([]);
    expect(quiet[0]?.left.map((l) => l.lesionId)).toEqual([1]);
    tracker.setThreshold(0.3);
    const again = run(tracker, [faint()], 240);
    expect(again.map(ids)).toEqual([[1]]);
    expect(again[0]?.firstSight).toEqual([]);
  });

  it('does not let a faint box keep a lesion on screen', () => {
    const tracker = new LesionTracker(OPTIONS);
    run(
      tracker,
      repeat(5, () => [seen(box(0.5, 0.5))]),
    );
    const faint = run(
      tracker,
      repeat(15, () => [seen(box(0.5, 0.5), 1, 0.2)]),
      200,
    );
    expect(faint.at(-1)?.shown).toEqual([]);
  });

  it('ignores a frame older than the last', () => {
    const tracker = new LesionTracker(OPTIONS);
    run(
      tracker,
      repeat(5, () => [seen(box(0.5, 0.5))]),
    );
    expect(ids(tracker.update(at(10, [])))).toEqual([1]);
    expect(ids(tracker.update(at(200, [seen(box(0.5, 0.5))])))).toEqual([1]);
  });
});

describe('one polyp, one number', () => {
  it('through an occlusion of 0.8 s', () => {
    const tracker = new LesionTracker(OPTIONS);
    run(
      tracker,
      repeat(10, () => [seen(box(0.5, 0.5))]),
    );
    run(
      tracker,
      repeat(20, () => []),
      400,
    );
    expect(
      ids(
        run(
          tracker,
          repeat(5, () => [seen(box(0.55, 0.5))]),
          1200,
        ).at(-1)!,
      ),
    ).toEqual([1]);
  });

  it('through a re-entry elsewhere after 5 s and after 50 s', () => {
    const tracker = new LesionTracker(OPTIONS);
    run(
      tracker,
      repeat(10, () => [seen(box(0.2, 0.2))]),
    );
    run(
      tracker,
      repeat(10, () => [seen(box(0.4, 0.7), 2)]),
      3000,
    );
    const back = run(
      tracker,
      repeat(5, () => [seen(box(0.8, 0.8, 0.3))]),
      8000,
    );
    expect(ids(back.at(-1)!)).toEqual([1]);
    expect(back.flatMap((u) => u.firstSight)).toEqual([]);
    const late = run(
      tracker,
      repeat(5, () => [seen(box(0.3, 0.8, 0.15))]),
      58_000,
    );
    expect(ids(late.at(-1)!)).toEqual([1]);
    expect(late.at(-1)?.shown[0]?.firstMs).toBe(0);
  });

  it('through a jump of the scope while it is still held on screen', () => {
    const tracker = new LesionTracker(OPTIONS);
    run(
      tracker,
      repeat(10, () => [seen(box(0.2, 0.2))]),
    );
    const jumped = run(
      tracker,
      repeat(12, () => [seen(box(0.8, 0.8))]),
      400,
    );
    expect(jumped.flatMap((u) => u.firstSight)).toEqual([]);
    expect(ids(jumped.at(-1)!)).toEqual([1]);
  });

  it('another polyp at the same place gets another number', () => {
    const tracker = new LesionTracker(OPTIONS);
    run(
      tracker,
      repeat(10, () => [seen(box(0.5, 0.5))]),
    );
    expect(
      ids(
        run(
          tracker,
          repeat(5, () => [seen(box(0.5, 0.5), 2)]),
          5000,
        ).at(-1)!,
      ),
    ).toEqual([2]);
  });

  it('two polyps that cross keep their numbers, seen through a frame where they are one', () => {
    for (const looks of [
      [1, 2],
      [1, 1],
    ] as const) {
      const tracker = new LesionTracker(OPTIONS);
      const frames = repeat(50, (i) => {
        const x = 0.2 + i * 0.012;
        const both = [seen(box(x, 0.48, 0.14), looks[0]), seen(box(1 - x, 0.52, 0.14), looks[1], 0.85)];
        return Math.abs(x - 0.5) < 0.02 ? both.slice(0, 1) : both;
      });
      const updates = run(tracker, frames);
      const start = updates[5]!.shown;
      const end = updates.at(-1)!.shown;
      const leftmost = (shown: typeof start) => [...shown].sort((a, b) => a.box.x - b.box.x).map((s) => s.id);
      expect(start.length).toBe(2);
      expect(leftmost(end), `looks ${looks.join()}`).toEqual(leftmost(start).reverse());
    }
  });

  it('a second box on the same polyp is not a second polyp', () => {
    const tracker = new LesionTracker(OPTIONS);
    const frames = repeat(10, () => [seen(box(0.5, 0.5, 0.3), 1, 0.9), seen(box(0.45, 0.5, 0.12), 1, 0.6)]);
    expect(ids(run(tracker, frames).at(-1)!)).toEqual([1]);
  });

  it('numbers start at 1, never repeat on screen, never come back to another, at random walks and dropouts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 4 }), (seed, polyps) => {
        const next = random(seed);
        const tracker = new LesionTracker(OPTIONS);
        const paths = repeat(polyps, (p) => ({
          x: 0.15 + 0.23 * p,
          y: 0.3 + 0.4 * next(),
          v: 0.004 * gauss(next),
        }));
        const numberOf = new Map<number, Set<number>>();
        const given: number[] = [];
        for (let i = 0; i < 150; i++) {
          const lesions = paths.flatMap((path, which) => {
            path.x = Math.min(0.95, Math.max(0.05, path.x + 0.003 * gauss(next)));
            path.y = Math.min(0.9, Math.max(0.1, path.y + path.v + 0.003 * gauss(next)));
            if (next() < 0.15) return [];
            return [{ ...seen(box(path.x, path.y, 0.1), which), embedding: look(which, 0.25, next) }];
          });
          const update = tracker.update(at(i * 40, lesions));
          given.push(...update.firstSight);
          expect(new Set(ids(update)).size).toBe(update.shown.length);
          for (const shown of update.shown) {
            const cx = shown.box.x + shown.box.w / 2;
            const cy = shown.box.y + shown.box.h / 2;
            const distances = paths.map((p) => Math.hypot(p.x - cx, p.y - cy));
            const near = distances.findIndex((d) => d < 0.05);
            const alone = distances.filter((d) => d < 0.2).length === 1;
            if (!shown.held && near >= 0 && alone)
              numberOf.set(near, (numberOf.get(near) ?? new Set()).add(shown.id));
          }
        }
        expect(given).toEqual(given.map((_, i) => i + 1));
        expect(given.length).toBe(polyps);
        const owners = [...numberOf.values()].flatMap((numbers) => [...numbers]);
        expect(new Set(owners).size).toBe(owners.length);
        for (const numbers of numberOf.values()) expect(numbers.size).toBe(1);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('takes up an examination: numbers go on, and a lesion at the same place is known again', () => {
    const before = new LesionTracker(OPTIONS);
    run(
      before,
      repeat(10, () => [seen(box(0.5, 0.5))]),
    );
    const summaries = before.finish();
    expect(summaries).toMatchObject([{ lesionId: 1, frames: 10, call: 'neoplastic' }]);
    const after = new LesionTracker({ ...OPTIONS, firstId: 1 });
    after.restore(summaries);
    expect(
      ids(
        run(
          after,
          repeat(5, () => [seen(box(0.52, 0.5))]),
          2000,
        ).at(-1)!,
      ),
    ).toEqual([1]);
    expect(
      ids(
        run(
          after,
          repeat(5, () => [seen(box(0.1, 0.1), 3)]),
          9000,
        ).at(-1)!,
      ),
    ).toEqual([2]);
  });
});

describe('the box on screen', () => {
  it('shakes less than half as much as the boxes found, over a still scope', () => {
    const next = random(3);
    const tracker = new LesionTracker(OPTIONS);
    let found = 0;
    let drawn = 0;
    let before: { f: number; d: number } | null = null;
    for (let i = 0; i < 400; i++) {
      const x = 0.5 + 0.01 * gauss(next);
      const shown = tracker.update(at(i * 20, [seen(box(x, 0.5))])).shown[0];
      if (!shown || i < 20) continue;
      const centre = shown.box.x + shown.box.w / 2;
      if (before) {
        found += Math.abs(x - before.f);
        drawn += Math.abs(centre - before.d);
      }
      before = { f: x, d: centre };
    }
    expect(drawn / found).toBeLessThan(0.5);
  });

  it('keeps up with a scope that moves half a picture a second', () => {
    const tracker = new LesionTracker(OPTIONS);
    let worst = 0;
    for (let i = 0; i < 60; i++) {
      const x = 0.2 + (i > 20 ? (i - 20) * 0.01 : 0);
      const shown = tracker.update(at(i * 20, [seen(box(x, 0.5))])).shown[0];
      if (shown) worst = Math.max(worst, Math.abs(shown.box.x + shown.box.w / 2 - x));
    }
    expect(worst).toBeLessThan(0.03);
  });
});

it('takes less than half a millisecond a frame with four lesions', () => {
  const tracker = new LesionTracker(OPTIONS);
  const frames = repeat(600, (i) =>
    at(
      i * 20,
      repeat(4, (p) => seen(box(0.15 + 0.22 * p + 0.01 * Math.sin(i / 9), 0.5, 0.18), p)),
    ),
  );
  for (const frame of frames.slice(0, 200)) tracker.update(frame);
  const times = frames.slice(200).map((frame) => {
    const begun = performance.now();
    tracker.update(frame);
    return performance.now() - begun;
  });
  times.sort((a, b) => a - b);
  console.log(`tracker: p50 ${times[200]?.toFixed(3)} ms, p95 ${times[380]?.toFixed(3)} ms`);
  expect(times[200]).toBeLessThan(0.5);
});
