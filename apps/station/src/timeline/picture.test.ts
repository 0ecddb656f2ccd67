import type { Lanes } from '@haustra/exam';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { canDraw, drawableLang } from './fonts.js';
import { axisTime, rowsOf, scaleOf, ticks } from './layout.js';
import { timelineMessages } from './messages/index.js';
import { timelineSvg } from './picture.js';

const LANES: Lanes = {
  startMs: 0,
  endMs: 60_000,
  phases: [
    { phase: 'insertion', startMs: 0, endMs: 20_000 },
    { phase: 'withdrawal', startMs: 20_000, endMs: 60_000 },
  ],
  pauses: [{ startMs: 30_000, endMs: 31_000 }],
  blind: [{ startMs: 40_000, endMs: 41_000 }],
  regions: [{ region: 'right', startMs: 20_000, endMs: 40_000 }],
  speed: [{ startMs: 1000, endMs: 2000, value: -0.5 }],
  speedLimit: 0.55,
  alarms: [{ kind: 'too-fast', startMs: 50_000, endMs: 52_000 }],
  cleanliness: [{ startMs: 1000, endMs: 2000, value: 0.5 }],
  lesions: [
    {
      id: 7,
      startMs: 25_000,
      endMs: 35_000,
      bestMs: 30_000,
      sightings: [{ startMs: 25_000, endMs: 35_000 }],
    },
  ],
  prompts: [{ atMs: 59_900, kind: 'wash', severity: 'warning' }],
  photos: [{ atMs: 30_000, lesionId: 7 }],
  caecum: { atMs: 19_000, byDoctor: true },
};
const EMPTY: Lanes = {
  ...LANES,
  endMs: 0,
  phases: [],
  pauses: [],
  blind: [],
  regions: [],
  speed: [],
  alarms: [],
  cleanliness: [],
  lesions: [],
  prompts: [],
  photos: [],
  caecum: null,
};
const draw = (lanes: Lanes, lang: 'en' | 'zh' = 'en', name = 'clip.mp4') =>
  timelineSvg(lanes, name, timelineMessages(lang));

describe('the timeline picture', () => {
  it('has every lane, in both languages, and says what it is not', () => {
    for (const lang of ['en', 'zh'] as const) {
      const words = timelineMessages(lang);
      const svg = draw(LANES, lang);
      const said = [
        ...Object.values(words.lanes),
        words.disclaimer,
        words.prompts.wash,
        words.caecumByDoctor,
      ];
      for (const text of said) expect(svg).toContain(text);
      expect(svg).toContain('>7</text>');
      expect(svg).toContain('00:19');
    }
  });

  it('says "not known" and "none" rather than showing an empty lane', () => {
    const svg = draw(EMPTY);
    expect(svg.match(/>not known</g)).toHaveLength(3);
    expect(svg.match(/>none</g)).toHaveLength(3);
  });

  it('is well-formed whatever the source is called', async () => {
    const svg = draw(LANES, 'en', `<&"'> ]]> \u0007.mp4`);
    const { width, height } = await sharp(Buffer.from(svg)).metadata();
    expect([width, height]).toEqual([1600, expect.any(Number)]);
  });

  it('stays within its width and holds no number that is none, for any course', () => {
    const time = fc.integer({ min: -1000, max: 7_300_000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(time, time), { maxLength: 12 }),
        fc.integer({ min: 0, max: 7_200_000 }),
        (spans, endMs) => {
          const lesions = spans.map(([a, b], i) => {
            const span = { startMs: Math.min(a, b), endMs: Math.max(a, b) };
            return { id: i + 1, ...span, bestMs: span.startMs, sightings: [span] };
          });
          const svg = draw({ ...LANES, endMs, lesions });
          expect(svg).not.toMatch(/NaN|Infinity|undefined/);
          for (const [, x] of svg.matchAll(/ x="(-?[\d.]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(1600);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the axis', () => {
  it('has between 3 and 17 marks from ten seconds to three hours', () => {
    for (const s of [10, 40, 120, 330, 1800, 5400, 10_800]) {
      const marks = ticks(scaleOf(0, s * 1000));
      expect(marks.length).toBeGreaterThanOrEqual(3);
      expect(marks.length).toBeLessThanOrEqual(17);
    }
    expect(axisTime(3_605_000)).toBe('60:05');
  });

  it('puts no two stretches of a row over each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ max: 1000, min: 0 }), fc.integer({ min: 1, max: 300 }))),
        (drawn) => {
          const stretches = drawn
            .map(([from, w]) => ({ from, to: from + w }))
            .sort((a, b) => a.from - b.from);
          const { row, rows } = rowsOf(stretches);
          for (let r = 0; r < rows; r++) {
            const mine = stretches.filter((_, i) => row[i] === r);
            for (const [i, one] of mine.entries()) {
              const next = mine[i + 1];
              if (next) expect(next.from).toBeGreaterThanOrEqual(one.to);
            }
          }
        },
      ),
    );
  });
});

describe('fonts', () => {
  it('draw English here; Chinese falls back to it where there is none', async () => {
    expect(await canDraw('en')).toBe(true);
    expect(['zh', 'en']).toContain(await drawableLang('zh'));
  });
});
