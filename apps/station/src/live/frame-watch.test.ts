import { describe, expect, it } from 'vitest';
import { FrameWatch } from './frame-watch.js';

const watch = (gapMs: number, inferenceMs: number, frames = 60) => {
  const it = new FrameWatch(0);
  for (let i = 1; i <= frames; i++) {
    it.arrived(i * gapMs);
    it.analysed(inferenceMs);
  }
  return { it, now: frames * gapMs };
};

describe('FrameWatch', () => {
  it('says nothing while frames come and the analysis keeps up', () => {
    const { it: seen, now } = watch(20, 9);
    expect(seen.reason(now)).toBeNull();
  });

  it('says that no frames come after a second, and takes it back with the next', () => {
    const { it: seen, now } = watch(20, 9);
    expect(seen.reason(now + 1_001)).toBe('no-frames');
    seen.arrived(now + 1_100);
    expect(seen.reason(now + 1_100)).toBeNull();
  });

  it('says slow when a frame takes longer than a frame lasts, not before it has seen enough', () => {
    const slow = watch(20, 31);
    expect(slow.it.reason(slow.now)).toBe('slow');
    const young = watch(20, 31, 10);
    expect(young.it.reason(young.now)).toBeNull();
  });
});
