import { ms, type ShownLesion } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assEvents, assText, assTime, plainLabel } from './ass.js';

const lesion: ShownLesion = {
  id: 1,
  box: { x: 0.25, y: 0.5, w: 0.25, h: 0.25 },
  score: 0.934,
  outline: [
    [
      [0.25, 0.5],
      [0.5, 0.5],
      [0.5, 0.75],
    ],
  ],
  neoplastic: 0.9,
  call: 'neoplastic',
  held: false,
  firstMs: ms(0),
};
const size = { width: 400, height: 200 };

describe('marks as ASS', () => {
  it('draws the outline in the right place and says number, call and score', () => {
    const text = assEvents({ timeMs: 40, endMs: 80, lesions: [lesion] }, size, plainLabel);
    expect(text).toContain('Dialogue: 0,0:00:00.04,0:00:00.08,Shape');
    expect(text).toContain('m 800 800 l 1600 800 1600 1200');
    expect(text).toContain('#1 neoplastic 0.93');
  });

  it('draws the box where there is no outline, and no call where there is none', () => {
    const bare = { ...lesion, outline: [], call: 'no-call' as const };
    const text = assEvents({ timeMs: 0, endMs: 40, lesions: [bare] }, size, plainLabel);
    expect(text).toContain('m 800 800 l 1600 800 1600 1200 800 1200');
    expect(text).toContain('#1 0.93');
  });

  it('shows the words of the caller, and lines of its own', () => {
    const text = assEvents(
      { timeMs: 0, endMs: 40, lesions: [lesion], lines: ['退镜', 'b'] },
      size,
      () => '1号 肿瘤性',
    );
    expect(text).toContain('1号 肿瘤性');
    expect(text).toContain('退镜\\Nb');
  });

  it('lets no text break out of its place', () => {
    expect(assText('a\nDialogue: {\\pos(0,0)}')).toBe('a Dialogue: (∖pos(0,0))');
  });

  it('every frame that lies more than 10 ms after the last keeps its own mark', () => {
    const hundredths = (t: string) => {
      const [h = 0, m = 0, s = 0] = t.split(':').map(Number);
      return Math.round((h * 3600 + m * 60 + s) * 100);
    };
    const start = fc.double({ min: 0, max: 2e7, noNaN: true });
    const step = fc.double({ min: 10.01, max: 5000, noNaN: true });
    fc.assert(
      fc.property(start, step, (t, d) => {
        expect(hundredths(assTime(t)) * 10).toBeLessThanOrEqual(t + 1e-3);
        expect(hundredths(assTime(t + d)) * 10).toBeGreaterThan(t);
      }),
    );
  });
});
