import { readFile } from 'node:fs/promises';
import { seededRandom } from '@haustra/learning';
import { describe, expect, it } from 'vitest';
import type { Case } from '../case.js';
import { aCase, aLesion } from '../fixtures.js';
import { measure } from '../measure.js';
import { evaluateMessages } from '../messages/index.js';
import type { MetricsFile } from '../metrics-file.js';
import { setsOf } from '../sets.js';
import { type Comparison, compareRuns } from './compare.js';
import { ComparisonFileSchema, comparisonJsonSchema } from './comparison-file.js';
import { QUANTITIES } from './quantities.js';
import { judge, judgedSet } from './statistics.js';
import { comparisonNotes, comparisonTable } from './table.js';

const options = { rounds: 200, seed: 3 };
const m = evaluateMessages('en');

/** Made-up pictures of all kinds; the lower the skill (0..1), the more often the model is wrong. */
function casesOf(skill: number): Case[] {
  const random = seededRandom(11);
  return Array.from({ length: 80 }, (_, i): Case => {
    // The same luck for every skill: a better model is right wherever a worse one is.
    const luck = [random(), random(), random(), random()] as const;
    const right = luck[0] < skill;
    const neoplastic = i % 3 === 0;
    const box = [0.1 + luck[3] / 10, 0.1, 0.3, 0.3] as const;
    const score = 0.3 + 0.6 * luck[1];
    const lesions = right
      ? [aLesion(box, score, neoplastic ? 0.9 : 0.2 + luck[2] / 5)]
      : [aLesion([0.6, 0.6, 0.2, 0.2], score)];
    const said = {
      lesions,
      organ: right ? { colon: 0.8, upper: 0.1, outside: 0.1 } : { colon: 0.1, upper: 0.8, outside: 0.1 },
    };
    const label = neoplastic ? ('neoplastic' as const) : ('non-neoplastic' as const);
    const id = `p${i}`;
    if (i % 4 === 1) return aCase({ id, polyp: false, boxes: [], sequence: `s${i % 5}` }, right ? {} : said);
    if (i % 4 === 2) {
      const known = { id, source: 'hyperkvasir', landmark: 'caecum', cleanliness: 'bbps-2-3' } as const;
      return aCase(known, { ...(right ? {} : said), landmarks: { caecum: right ? 0.9 : luck[1] } });
    }
    const drawn = {
      id,
      polyp: true,
      boxes: [[...box, label] as [number, number, number, number, typeof label]],
    };
    const mask = { drawn: 10, predicted: 10, both: right ? 9 : 1 };
    return { ...aCase({ ...drawn, quality: i % 8 === 3 ? 'unusable' : 'usable' }, said), mask };
  });
}

function runOf(cases: readonly Case[], model: string): { metrics: MetricsFile; cases: readonly Case[] } {
  const metrics: MetricsFile = {
    model,
    index: 'index.csv',
    splits: null,
    sources: null,
    picturesSha256: 'ab',
    frame: 'original',
    bootstrap: { ...options, level: 0.95 },
    sets: setsOf(cases).map((set) => measure(set, options)),
    disclaimer: 'd',
  };
  return { metrics, cases };
}

const better = runOf(casesOf(0.9), 'better@sha256:00');
const worse = runOf(casesOf(0.5), 'worse@sha256:00');
const allOf = (comparison: Comparison) => comparison.sets.find((set) => set.kind === 'all');
const quantity = (comparison: Comparison, key: string) =>
  allOf(comparison)?.quantities.find((q) => q.key === key);

describe('quantities', () => {
  it('have the same value from the predictions as in the metrics, and all are there in the made-up pictures', () => {
    for (const { metrics, cases } of [better, worse]) {
      const all = metrics.sets[0];
      const set = judgedSet(cases.map(judge));
      const once = new Uint16Array(cases.length).fill(1);
      for (const { key, of, prepare } of QUANTITIES) {
        const written = all === undefined ? null : of(all);
        expect(written, key).not.toBeNull();
        if (prepare !== null) expect(prepare(set)(once), key).toBeCloseTo(written?.value ?? Number.NaN, 12);
      }
    }
  });

  it('count a picture as often as its weight says', () => {
    const { cases } = worse;
    const twice = [...cases, ...cases.slice(0, 20)];
    const weights = Uint16Array.from(cases, (_, i) => (i < 20 ? 2 : 1));
    for (const { key, prepare } of QUANTITIES) {
      if (prepare === null) continue;
      const weighted = prepare(judgedSet(cases.map(judge)))(weights);
      const repeated = prepare(judgedSet(twice.map(judge)))(new Uint16Array(twice.length).fill(1));
      expect(weighted, key).toBeCloseTo(repeated ?? Number.NaN, 12);
    }
  });
});

describe('compareRuns', () => {
  it('says by how much one run is better, with an interval for all but Dice', () => {
    const comparison = compareRuns(better, worse, options);
    expect(ComparisonFileSchema.parse(comparison)).toEqual(comparison);
    expect(comparison).toMatchObject({ paired: true, truthChanged: false });
    for (const { key, now, before, difference, low, high } of allOf(comparison)?.quantities ?? []) {
      expect(difference, key).toBeCloseTo((now?.value ?? 0) - (before?.value ?? 0), 12);
      if (key === 'dice') expect([low, high]).toEqual([null, null]);
      else if (difference !== null) {
        expect(low ?? 2, key).toBeLessThanOrEqual(difference);
        expect(high ?? -2, key).toBeGreaterThanOrEqual(difference);
      }
    }
    expect(quantity(comparison, 'ap50')?.low).toBeGreaterThan(0);
    expect(quantity(comparison, 'lesionSensitivity')?.low).toBeGreaterThan(0);
    const turned = compareRuns(worse, better, options);
    expect(quantity(turned, 'ap50')?.high).toBeCloseTo(-(quantity(comparison, 'ap50')?.low ?? 0), 12);
    expect(comparison.sets.map((set) => set.name)).toContain('HyperKvasir test, caecum and BBPS');
    expect(compareRuns(better, worse, options)).toEqual(comparison);
  });

  it('finds no difference between a run and itself', () => {
    for (const { difference, low, high } of allOf(compareRuns(better, better, options))?.quantities ?? []) {
      expect(difference).toBe(0);
      expect(low ?? 0).toBe(0);
      expect(high ?? 0).toBe(0);
    }
  });

  it('takes the written numbers, without intervals, where the earlier predictions are gone', () => {
    const comparison = compareRuns(better, { ...worse, cases: null }, options);
    expect(comparison.paired).toBe(false);
    const paired = compareRuns(better, worse, options);
    expect(quantity(comparison, 'ap50')).toEqual({ ...quantity(paired, 'ap50'), low: null, high: null });
  });

  it('judges the earlier run again where the truth has changed since, and says so', () => {
    const relabelled = casesOf(0.9).map((item) =>
      item.row.polyp === false ? { ...item, row: { ...item.row, polyp: null, boxes: null } } : item,
    );
    const old = worse.cases.map((item, i) => ({ ...item, row: relabelled[i]?.row ?? item.row }));
    const comparison = compareRuns(runOf(relabelled, 'better'), { ...worse, cases: old }, options);
    expect(comparison.truthChanged).toBe(true);
    expect(quantity(comparison, 'specificity')).toBeUndefined();
    expect(quantity(comparison, 'quietUnsearched')).toMatchObject({ now: { n: 40 }, before: { n: 40 } });
    expect(comparisonNotes(comparison, m)).toContain(m.against.truthChanged);
  });

  it('refuses cases of other pictures', () => {
    const fewer = { ...worse, cases: worse.cases.slice(1) };
    expect(() => compareRuns(better, fewer, options)).toThrow(RangeError);
  });
});

describe('comparison.json', () => {
  it('keeps its published schema', async () => {
    const committed = new URL('../../../../../docs/schemas/comparison.schema.json', import.meta.url);
    expect(await readFile(committed, 'utf8')).toBe(comparisonJsonSchema());
  });
});

describe('comparisonTable', () => {
  it('gives points with their sign and both counts where they are not the same', () => {
    const row = (difference: number | null, low: number | null, high: number | null, n = 10) => {
      const q = {
        key: 'ap50',
        now: { value: 0.5, n },
        before: { value: 0.4, n: 10 },
        difference,
        low,
        high,
      } as const;
      return comparisonTable({ name: 'all', kind: 'all', pictures: 10, quantities: [q] }, m).rows[0];
    };
    expect(row(0.1, -0.012, 0.2)).toEqual(['AP50', '0.500', '0.400', '+10.0 (−1.2 … +20.0)', '10']);
    expect(row(-0.1, null, null, 12)).toEqual(['AP50', '0.500', '0.400', '−10.0', '12 / 10']);
    expect(row(-0.0001, null, null)?.[3]).toBe('0.0');
    expect(row(null, null, null)?.[3]).toBe('–');
  });
});
