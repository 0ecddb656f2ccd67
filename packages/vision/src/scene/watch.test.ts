import { type AnalysisFrame, WHOLE } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { flat, tunnel } from '../testing/tunnel.js';
import { clockDirection, type Scene, type SceneMemory, watchScene } from './watch.js';

function watch(frames: readonly AnalysisFrame[]): Scene[] {
  let memory: SceneMemory | null = null;
  return frames.map((frame) => {
    const seen = watchScene(memory, frame);
    memory = seen.memory;
    return seen.scene;
  });
}

const withdrawal = (perFrame: number, stepMs = 40) =>
  Array.from({ length: 12 }, (_, i) => tunnel({ at: [0.6, 0.4], in: -perFrame * i, timeMs: i * stepMs }));

describe('watchScene', () => {
  it('says where the lumen is and that the scope is drawn back', () => {
    const last = watch(withdrawal(0.02)).at(-1)!;
    expect(last.lumen!.at[0]).toBeCloseTo(0.6, 1);
    expect(last.lumen!.at[1]).toBeCloseTo(0.4, 1);
    expect(last.steadyLumen!.at[0]).toBeCloseTo(last.lumen!.at[0], 1);
    expect(last.motion!.approach).toBeLessThan(-0.3);
    expect(last.pace).toBeLessThan(-0.3);
    expect(last.slip).toBe(0);
  });

  it('measures the same pace at another frame rate', () => {
    const fast = watch(withdrawal(0.02, 40)).at(-1)!.pace!;
    const slow = watch(withdrawal(0.04, 80)).at(-1)!.pace!;
    expect(slow / fast).toBeGreaterThan(0.8);
    expect(slow / fast).toBeLessThan(1.25);
  });

  it('is a function of its input: the same twice, and the frame stays as it was', () => {
    const frames = withdrawal(0.02);
    const before = frames.map((frame) => Buffer.from(frame.rgb));
    expect(watch(frames)).toEqual(watch(frames));
    expect(frames.every((frame, i) => before[i]!.equals(frame.rgb))).toBe(true);
  });

  it('knows no motion at first, after a gap, when time stands still, and when the field moves', () => {
    const [a] = withdrawal(0.02) as [AnalysisFrame];
    const later = (timeMs: number): AnalysisFrame => tunnel({ at: [0.6, 0.4], in: -0.02, timeMs });
    expect(watch([a])[0]!.motion).toBeNull();
    expect(watch([a, later(500)])[1]!.motion).toBeNull();
    expect(watch([a, later(0)])[1]!.motion).toBeNull();
    expect(watch([a, { ...later(40), field: { ...WHOLE, w: 0.9 } }])[1]!.motion).toBeNull();
    expect(watch([a, later(40)])[1]!.motion).not.toBeNull();
  });

  it('reports a slip when the wall rushes by or the scene is another', () => {
    expect(watch(withdrawal(0.09)).at(-1)!.slip).toBe(1);
    const cut = watch([tunnel({ at: [0.3, 0.5] }), tunnel({ at: [0.7, 0.4], seed: 2, timeMs: 40 })]);
    expect(cut[1]!.slip).toBeGreaterThan(0.9);
    expect(watch([flat([180, 100, 90]), flat([180, 100, 90], 256, 40)])[1]!.slip).toBe(0);
  });

  it('gives the lumen in fractions of the whole picture', () => {
    const field = { x: 0.25, y: 0.1, w: 0.5, h: 0.8 };
    const frame = tunnel({ at: [0.5, 0.5] });
    const inside = watchScene(null, { ...frame, field }).scene.lumen!.at;
    expect(inside[0]).toBeCloseTo(0.5, 1);
    expect(inside[1]).toBeCloseTo(0.5, 1);
    const off = watchScene(null, { ...tunnel({ at: [0.2, 0.5] }), field }).scene.lumen!.at;
    expect(off[0]).toBeCloseTo(0.25 + 0.2 * 0.5, 1);
  });
});

describe('clockDirection', () => {
  it('counts clockwise from 12 about the centre of the field, in the picture as it is seen', () => {
    const degrees = (x: number, y: number) => clockDirection([x, y], WHOLE, 1).degrees;
    expect(degrees(0.5, 0.1)).toBeCloseTo(0);
    expect(degrees(0.9, 0.5)).toBeCloseTo(90);
    expect(degrees(0.5, 0.9)).toBeCloseTo(180);
    expect(degrees(0.1, 0.5)).toBeCloseTo(270);
    // Twice as wide as high: half a picture to the right is twice as far as half a picture up.
    expect(clockDirection([1, 0], WHOLE, 2).degrees).toBeCloseTo((Math.atan2(2, 1) * 180) / Math.PI);
    expect(clockDirection([1, 0.5], WHOLE, 1).distance).toBeCloseTo(1);
  });
});
