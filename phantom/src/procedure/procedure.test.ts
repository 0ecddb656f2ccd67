import { describe, expect, it } from 'vitest';
import { monotoneCurve } from '../maths/curve.js';
import { Random } from '../maths/random.js';
import { CentreLine } from '../scene/centreline.js';
import { cleared, isRemoved } from './grow.js';
import { procedure } from './index.js';
import { COLON_MM, KINDS, kindOfSeed } from './kinds.js';
import { colonProfile, layBends, layOutSegments, SEGMENTS, segmentAt, spanOf } from './segments.js';

const seeds = Array.from({ length: 6 }, (_, i) => 500 + i);
const every = KINDS.flatMap((kind) => seeds.map((seed) => procedure(seed, kind)));

describe('procedure', () => {
  it('is the same for the same seed and kind, and another for another', () => {
    for (const kind of KINDS) {
      const text = JSON.stringify(procedure(9, kind));
      expect(JSON.stringify(procedure(9, kind))).toBe(text);
      expect(JSON.stringify(procedure(10, kind))).not.toBe(text);
    }
  });

  it('lasts from one and a half to five and a half minutes', () => {
    for (const p of every) {
      expect(p.durationS, `${p.kind} ${p.seed}`).toBeGreaterThan(90);
      expect(p.durationS, `${p.kind} ${p.seed}`).toBeLessThan(330);
    }
  });

  it('begins and ends outside, with its stages in order and its knots rising', () => {
    for (const p of every) {
      const stages = p.stages.map((s) => s.stage);
      const middle = p.site === 'upper' ? ['examination'] : ['insertion', 'caecum', 'withdrawal'];
      const expected = middle.filter((s) => p.kind !== 'early-stop' || s !== 'caecum');
      expect(stages).toEqual(['outside', ...expected, 'outside']);
      const at = p.stages.map((s) => s.fromS);
      expect(at).toEqual([...at].sort((a, b) => a - b));
      for (const curve of [p.advance, p.blur, p.murk, p.retroflexion]) monotoneCurve(curve);
    }
  });

  it('keeps the tip inside the organ, and reaches the closed end unless it turns back early', () => {
    for (const p of every.filter((x) => x.site === 'colon')) {
      const deepest = Math.max(...p.advance.map((k) => k[1]));
      const { cap, spans } = p.organ;
      expect(deepest).toBeLessThan(cap.start);
      if (p.kind === 'early-stop') expect(deepest).toBeLessThan(spanOf(spans, 'transverse').to - 60);
      else expect(segmentAt(spans, deepest)).toBe('caecum');
    }
  });

  it('treats only lesions that there are, and they stay away', () => {
    for (const p of every) {
      for (const tool of p.tools) {
        expect(p.polyps.map((x) => x.id)).toContain(tool.lesion);
        expect(isRemoved(p, tool.lesion, tool.fromS)).toBe(false);
        expect(isRemoved(p, tool.lesion, tool.toS)).toBe(true);
        expect(isRemoved(p, tool.lesion, p.durationS)).toBe(true);
      }
    }
    for (const p of every.filter((x) => x.kind === 'treatment')) expect(p.tools.length).toBeGreaterThan(1);
  });

  it('plays what its kind promises', () => {
    const what = (kind: string): Set<string> =>
      new Set(every.filter((p) => p.kind === kind).flatMap((p) => p.happenings.map((h) => h.what)));
    expect(what('fast')).toContain('fast');
    expect(what('slip')).toContain('slip-back');
    expect(what('loops')).toContain('loop');
    expect(what('dirty')).toContain('wash');
    expect(what('early-stop')).toContain('turned-back-early');
    expect(what('normal')).not.toContain('fast');
    expect(what('normal')).not.toContain('slip-back');
  });

  it('takes longer at a slower pace, and refuses what makes no sense', () => {
    expect(procedure(1, 'normal', { pace: 2 }).durationS).toBeGreaterThan(
      1.5 * procedure(1, 'normal').durationS,
    );
    expect(() => procedure(1, 'normal', { lengthMm: COLON_MM.most + 1 })).toThrow(RangeError);
    expect(() => procedure(1, 'normal', { pace: 0 })).toThrow(RangeError);
  });

  it('gives a set all kinds in turn', () => {
    const kinds = Array.from({ length: 24 }, (_, i) => kindOfSeed(101 + i));
    for (const kind of KINDS) expect(kinds.filter((k) => k === kind)).toHaveLength(3);
  });
});

describe('cleared', () => {
  const washes = [{ fromS: 10, toS: 14, from: 100, to: 180 }];
  it('clears its stretch while it lasts, for good, and nothing else', () => {
    expect(cleared(washes, 140, 9)).toBe(0);
    expect(cleared(washes, 140, 12)).toBeGreaterThan(0.4);
    expect(cleared(washes, 140, 14)).toBe(1);
    expect(cleared(washes, 140, 500)).toBe(1);
    expect(cleared(washes, 60, 500)).toBe(0);
  });
});

describe('segments', () => {
  const spans = layOutSegments(900, new Random(3));

  it('follow each other without a gap over the whole length', () => {
    expect(spans.map((s) => s.segment)).toEqual([...SEGMENTS]);
    expect(spans[0]!.from).toBe(0);
    expect(spans.at(-1)!.to).toBe(900);
    for (let i = 1; i < spans.length; i++) expect(spans[i]!.from).toBe(spans[i - 1]!.to);
  });

  it.each([COLON_MM.least, COLON_MM.usual, COLON_MM.most])(
    'bend no tighter than the tube is wide at %i mm',
    (length) => {
      const own = layOutSegments(length, new Random(4));
      const line = new CentreLine(length, layBends(own, new Random(5)));
      const profile = colonProfile(own);
      for (let s = 2; s < length - 30; s += 3) {
        const [a, b] = [line.at(s - 1).tangent, line.at(s + 1).tangent];
        const turn = Math.acos(Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])) / 2;
        expect(turn * profile(s, Math.PI / 3)).toBeLessThan(1);
      }
    },
  );
});
