import type { Box } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { ShadowComparison } from './compare.js';
import { type ShadowFrame, type ShadowSight, ShadowSummarySchema } from './types.js';

const BOX: Box = [0.2, 0.2, 0.2, 0.2];
const NEAR: Box = [0.22, 0.21, 0.2, 0.2];
const FAR: Box = [0.7, 0.7, 0.2, 0.2];
const lesion = (box: Box, call: ShadowSight['lesions'][number]['call'] = 'no-call') => ({ box, call });
const sight = (said: Partial<ShadowSight> = {}): ShadowSight => ({
  organ: 'colon',
  usable: true,
  lesions: [],
  ms: 8,
  ...said,
});
const frame = (
  atMs: number,
  current: Partial<ShadowSight>,
  candidate: Partial<ShadowSight>,
): ShadowFrame => ({
  file: 'recording-001.webm',
  atMs,
  current: sight(current),
  candidate: sight(candidate),
});
const about = {
  exam: 'live-1',
  at: '2026-01-01T00:00:00.000Z',
  current: 'a',
  candidate: 'b',
};

function compared(frames: readonly ShadowFrame[]) {
  const comparison = new ShadowComparison();
  for (const one of frames) comparison.add(one);
  return comparison.summary(about);
}

describe('a candidate beside the current model', () => {
  it('agrees where both show the same lesion at about the same place', () => {
    const summary = compared([
      frame(0, {}, { ms: 20 }),
      frame(200, { lesions: [lesion(BOX)] }, { lesions: [lesion(NEAR)], ms: 20 }),
    ]);
    expect(summary).toMatchObject({
      frames: 2,
      agreement: 1,
      organ: 1,
      usable: 1,
      lesions: { agreement: 1, both: 1, lost: 0, new: 0, oppositeCalls: 0 },
      ms: { current: 8, candidate: 20 },
      differences: [],
      more: 0,
    });
    expect(ShadowSummarySchema.parse(summary)).toEqual(summary);
  });

  it('is told by what it lost, found, called otherwise, and when', () => {
    const summary = compared([
      frame(0, { lesions: [lesion(BOX)] }, {}),
      frame(200, { lesions: [lesion(BOX)] }, {}),
      frame(5000, { lesions: [lesion(BOX)] }, { lesions: [lesion(FAR)] }),
      frame(6000, { lesions: [lesion(BOX, 'neoplastic')] }, { lesions: [lesion(NEAR, 'non-neoplastic')] }),
      frame(7000, { organ: 'upper' }, { usable: false }),
      frame(8000, { lesions: [lesion(BOX, 'neoplastic')] }, { lesions: [lesion(BOX)] }),
    ]);
    expect(summary).toMatchObject({ frames: 6, agreement: 1 / 6, organ: 5 / 6, usable: 5 / 6 });
    expect(summary.lesions).toEqual({ agreement: 3 / 6, both: 2, lost: 3, new: 1, oppositeCalls: 1 });
    expect(summary.differences.map(({ what, fromMs, toMs, frames }) => [what, fromMs, toMs, frames])).toEqual(
      [
        ['lost', 0, 200, 2],
        ['lost', 5000, 5000, 1],
        ['new', 5000, 5000, 1],
        ['type', 6000, 6000, 1],
        ['organ', 7000, 7000, 1],
        ['usable', 7000, 7000, 1],
      ],
    );
  });

  it('gives each lesion one partner', () => {
    const two = { lesions: [lesion(BOX), lesion(NEAR)] };
    expect(compared([frame(0, two, { lesions: [lesion(BOX)] })]).lesions).toMatchObject({ both: 1, lost: 1 });
  });

  it('lists the longest stretches of a long examination, and counts the rest', () => {
    const frames = Array.from({ length: 60 }, (_, i) => [
      frame(i * 10_000, { organ: 'upper' }, {}),
      ...(i % 2 === 0 ? [frame(i * 10_000 + 200, { organ: 'upper' }, {})] : []),
    ]).flat();
    const summary = compared(frames);
    expect(summary.differences).toHaveLength(50);
    expect(summary.more).toBe(10);
    expect(summary.differences.filter((stretch) => stretch.frames === 2)).toHaveLength(30);
  });

  it('takes photos for single moments, and has nothing to say of no frame', () => {
    const photo = { ...frame(0, { organ: 'upper' }, {}), file: 'photos/a.jpg', atMs: null };
    expect(compared([photo, photo]).differences).toHaveLength(2);
    expect(() => new ShadowComparison().summary(about)).toThrow(RangeError);
  });
});
