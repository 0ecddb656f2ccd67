import { INDICATORS } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indicators, type QualityFacts } from './indicators.js';
import { RULES } from './rules.js';
import { scoreSheet } from './score-sheet.js';
import { siteSettings } from './site-settings.js';

const UNKNOWN: QualityFacts = {
  clock: { insertionMs: null, withdrawalMs: null, effectiveWithdrawalMs: null },
  caecumReached: null,
  caecumPhotos: null,
  bbps: { total: null, adequate: null },
  clearShare: null,
  obscuredShare: null,
  tooFastShare: null,
  coverage: null,
  lesions: { seen: 0, seenInWithdrawal: 0, photographed: 0 },
  photosMissing: null,
  retroflexionPhoto: null,
  prompts: 0,
  reaction: { asked: 0, followed: 0 },
};
const GOOD: QualityFacts = {
  clock: { insertionMs: 300_000, withdrawalMs: 600_000, effectiveWithdrawalMs: 480_000 },
  caecumReached: true,
  caecumPhotos: { proved: true, taken: 2 },
  bbps: { total: 8, adequate: true },
  clearShare: 0.96,
  obscuredShare: 0.02,
  tooFastShare: 0,
  coverage: 0.95,
  lesions: { seen: 4, seenInWithdrawal: 2, photographed: 4 },
  photosMissing: 0,
  retroflexionPhoto: true,
  prompts: 2,
  reaction: { asked: 1, followed: 1 },
};
const byId = (facts: QualityFacts, ...rest: [ReturnType<typeof siteSettings>?]) =>
  new Map(indicators(facts, ...rest).map((one) => [one.id, one]));
const parts = (facts: QualityFacts) => new Map(scoreSheet(facts).parts.map((one) => [one.id, one]));

const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
const time = fc.option(fc.integer({ min: 0, max: 7_200_000 }));
const anyFacts: fc.Arbitrary<QualityFacts> = fc.record({
  clock: fc.record({ insertionMs: time, withdrawalMs: time, effectiveWithdrawalMs: time }),
  caecumReached: fc.option(fc.boolean()),
  caecumPhotos: fc.option(fc.record({ proved: fc.boolean(), taken: fc.integer({ min: 0, max: 3 }) })),
  bbps: fc.record({ total: fc.option(fc.integer({ min: 0, max: 9 })), adequate: fc.option(fc.boolean()) }),
  clearShare: share,
  obscuredShare: share,
  tooFastShare: share,
  coverage: share,
  lesions: fc
    .array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 3 })
    .map(([a = 0, b = 0, c = 0]) => ({
      seen: a,
      seenInWithdrawal: Math.min(a, b),
      photographed: Math.min(a, c),
    })),
  photosMissing: fc.option(fc.integer({ min: 0, max: 11 })),
  retroflexionPhoto: fc.option(fc.boolean()),
  prompts: fc.integer({ min: 0, max: 30 }),
  reaction: fc
    .integer({ min: 0, max: 9 })
    .chain((asked) => fc.record({ asked: fc.constant(asked), followed: fc.integer({ min: 0, max: asked }) })),
});

describe('indicators', () => {
  it('are each there once, in order, and name a rule that exists', () => {
    const all = indicators(GOOD);
    expect(all.map(({ id }) => id)).toEqual(INDICATORS);
    const rules = new Map(RULES.map((rule) => [rule.id, rule]));
    for (const { rule, source, verified } of all) {
      expect(rules.get(rule)).toMatchObject({ source, verified });
    }
  });

  it('of which nothing is known are not known, and not "no"', () => {
    for (const { id, value, met } of indicators(UNKNOWN)) {
      if (id === 'lesions' || id === 'prompts') expect(value).toBe(0);
      else expect([id, value]).toEqual([id, null]);
      expect(met).toBeNull();
    }
  });

  it('are met where the target is reached, and only there', () => {
    const good = indicators(GOOD).filter(({ target }) => target !== null);
    expect(good.map(({ met }) => met)).toEqual(good.map(() => true));
    const short = byId({ ...GOOD, clock: { ...GOOD.clock, effectiveWithdrawalMs: 359_999 } });
    expect(short.get('withdrawal-minimum')).toMatchObject({ met: false, target: { atLeast: 360_000 } });
    expect(short.get('withdrawal-time')).toMatchObject({ value: 600_000, met: null });
    const unbegun = byId({ ...GOOD, clock: { ...GOOD.clock, withdrawalMs: 0, effectiveWithdrawalMs: 0 } });
    expect(unbegun.get('withdrawal-minimum')).toMatchObject({ value: null, met: null });
    expect(byId({ ...GOOD, photosMissing: 1 }).get('photos-missing')?.met).toBe(false);
    expect(byId({ ...GOOD, caecumReached: false }).get('caecum-reached')?.met).toBe(false);
  });

  it('go by what the site has set', () => {
    const settings = siteSettings({ withdrawal: { timedBy: 'wall', goalMs: 540_000 } });
    expect(byId(GOOD, settings).get('withdrawal-goal')).toMatchObject({
      value: 600_000,
      target: { atLeast: 540_000 },
      met: true,
    });
  });

  it('count lesions by the minute of effective withdrawal, not of a moment', () => {
    expect(byId(GOOD).get('lesions-per-minute')?.value).toBeCloseTo(0.25);
    const moment = { ...GOOD.clock, effectiveWithdrawalMs: 30_000 };
    expect(byId({ ...GOOD, clock: moment }).get('lesions-per-minute')?.value).toBeNull();
  });

  it('are judged where value and target are known, whatever the facts', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { value, target, met } of indicators(facts)) {
          expect(met === null).toBe(value === null || target === null);
        }
      }),
    );
  });
});

describe('the score sheet', () => {
  it('is full for a good examination and says what it is worth', () => {
    const sheet = scoreSheet(GOOD);
    expect(sheet.parts.map(({ score }) => score)).toEqual(sheet.parts.map(() => 100));
    expect(sheet).toMatchObject({ total: 100, rule: 'score-sheet' });
    expect(sheet.note).toContain('Not validated');
  });

  it('has no total where a part that matters is not known, and says why', () => {
    const { total, parts: all } = scoreSheet(UNKNOWN);
    expect(total).toBeNull();
    for (const { score, reason } of all) expect([score, reason]).toEqual([null, expect.any(String)]);
    expect(scoreSheet({ ...GOOD, tooFastShare: null }).total).toBeNull();
    expect(parts({ ...GOOD, tooFastShare: null }).get('speed')?.reason).toBe('no-motion');
  });

  it('has a total without the parts that do not matter', () => {
    const facts = { ...GOOD, coverage: null, retroflexionPhoto: false, reaction: { asked: 0, followed: 0 } };
    expect(scoreSheet(facts).total).toBe(100);
    expect(parts(facts).get('retroflexion')).toMatchObject({ score: null, reason: 'no-retroflexion' });
  });

  it('gives half for half of the proof of the caecum, nothing for a caecum that was not reached', () => {
    const one = { ...GOOD, caecumPhotos: { proved: false, taken: 1 } };
    expect(parts(one).get('caecum')?.score).toBe(50);
    expect(parts({ ...GOOD, caecumReached: false }).get('caecum')?.score).toBe(0);
    expect(parts({ ...GOOD, caecumPhotos: null }).get('caecum')?.reason).toBe('photos-unplaced');
  });

  it('stays within 0 and 100, has a reason exactly where there is no score, and never falls with a better withdrawal', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 0, max: 600_000 }), (facts, more) => {
        const { parts: all, total } = scoreSheet(facts);
        for (const { score, reason } of all) {
          expect(score === null).toBe(reason !== null);
          expect(score ?? 0).toBeGreaterThanOrEqual(0);
          expect(score ?? 0).toBeLessThanOrEqual(100);
        }
        expect(total === null).toBe(all.some(({ matters, score }) => matters && score === null));
        const { effectiveWithdrawalMs } = facts.clock;
        if (effectiveWithdrawalMs === null) return;
        const longer = {
          ...facts,
          clock: { ...facts.clock, effectiveWithdrawalMs: effectiveWithdrawalMs + more },
        };
        const of = (some: QualityFacts) => parts(some).get('withdrawal-time')?.score ?? 0;
        expect(of(longer)).toBeGreaterThanOrEqual(of(facts));
      }),
    );
  });
});
