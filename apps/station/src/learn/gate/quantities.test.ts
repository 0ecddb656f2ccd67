import { checksOf, comparedOneByOne, seededRandom } from '@haustra/learning';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../evaluate/case.js';
import { aCase, aLesion } from '../../evaluate/fixtures.js';
import { gateQuantities } from './quantities.js';

const BOX = [0.1, 0.1, 0.3, 0.3] as const;
const SMALL = [0.1, 0.1, 0.1, 0.1] as const;
const nobody = () => false;

/** 240 pictures of two centres, half with a lesion that is found, a third of them small; the last quarter in sequences of each centre. */
function made(): Case[] {
  const random = seededRandom(3);
  return Array.from({ length: 240 }, (_, n): Case => {
    const id = `p${n}`;
    const source = n % 3 === 0 ? 'ward-b' : 'ward-a';
    const score = 0.55 + 0.4 * random();
    const sequence = n >= 180 ? `s${Math.floor(n / 10)}` : null;
    if (n % 2 === 1) {
      const known = { id, source, sequence, polyp: false, boxes: [], organ: 'colon' as const };
      return aCase({ ...known, cleanliness: n % 4 === 1 ? 'bbps-0-1' : 'bbps-2-3' });
    }
    const neoplastic = n % 4 === 0;
    const box = n % 6 === 0 ? SMALL : BOX;
    const drawn: [number, number, number, number, 'neoplastic' | 'non-neoplastic'] = [
      ...box,
      neoplastic ? 'neoplastic' : 'non-neoplastic',
    ];
    const item = aCase(
      { id, source, sequence, polyp: true, boxes: [drawn], light: n % 8 === 0 ? 'nbi' : null },
      { lesions: [aLesion(box, score, neoplastic ? 0.9 : 0.1)] },
    );
    return { ...item, mask: { drawn: 100, predicted: 100, both: 80 + Math.floor(20 * random()) } };
  });
}

const of = (cases: readonly Case[], other = cases, isOwn: (item: Case) => boolean = nobody) =>
  gateQuantities(cases, other, isOwn);
const worse = (before: readonly Case[], after: readonly Case[]) => {
  const quantities = of(before, after);
  return checksOf(quantities, [...comparedOneByOne(quantities, { rounds: 200, seed: 1 })])
    .filter(({ verdict }) => verdict === 'worse')
    .map(({ head, measure, subgroup }) => `${head} ${measure} ${subgroup}`);
};
const changed = (cases: readonly Case[], when: (item: Case) => boolean, how: (item: Case) => Case) =>
  cases.map((item) => (when(item) ? how(item) : item));

describe('what a gate compares', () => {
  const cases = made();

  it('is every head on all pictures, with the things that the index tells it of', () => {
    const all = of(cases).filter(({ subgroup }) => subgroup === 'all');
    expect(all.map(({ head, measure, n }) => `${head} ${measure} ${n}`)).toEqual([
      'lesion ap50 120',
      'lesion sensitivity 120',
      'lesion specificity 120',
      'lesion quiet 0',
      'outline dice 120',
      'type auc 120',
      'type accuracy 120',
      'organ accuracy 240',
      'usable accuracy 240',
      'cleanliness accuracy 120',
      'caecum auc 240',
    ]);
    const type = all.find(({ measure, head }) => head === 'type' && measure === 'auc');
    expect(type).toMatchObject({ rarer: 60 });
    expect(all.find(({ head }) => head === 'caecum')).toMatchObject({ rarer: 0 });
  });

  it('is cut by what the index knows, and never judges the same pictures twice', () => {
    const cuts = of(cases)
      .filter(({ measure }) => measure === 'sensitivity')
      .map(({ subgroup, n }) => `${subgroup} ${n}`);
    // The small lesions are those of ward-b, the medium ones those of ward-a.
    expect(cuts).toEqual(['all 120', 'source:ward-a 80', 'source:ward-b 40', 'light:nbi 30']);
    const own = of(cases, cases, ({ row }) => row.source === 'ward-b' || row.id === 'p2');
    expect(own.some(({ subgroup }) => subgroup === 'site:own')).toBe(true);
  });

  it('keeps sequences whole', () => {
    const [first] = of(cases);
    expect(new Set(first?.groups).size).toBe(180 + 12);
  });

  it('names the head that was damaged, and no other', () => {
    const spoilt = changed(
      cases,
      () => true,
      (item) => ({
        ...item,
        prediction: { ...item.prediction, organ: { colon: 0.1, upper: 0.9, outside: 0 } },
      }),
    );
    const found = worse(cases, spoilt);
    expect(found).toContain('organ accuracy all');
    expect(found.every((one) => one.startsWith('organ'))).toBe(true);
  });

  it('names the subgroup that was damaged', () => {
    const isHit = ({ row }: Case) => row.source === 'ward-b' && row.polyp === true;
    const spoilt = changed(cases, isHit, (item) => {
      const lesions = item.prediction.lesions.map((lesion) => ({ ...lesion, shown: false }));
      return { ...item, prediction: { ...item.prediction, lesions } };
    });
    const found = worse(cases, spoilt);
    expect(found).toContain('lesion sensitivity source:ward-b');
    expect(found.filter((one) => one.includes('ward-a'))).toEqual([]);
  });

  describe('of signs, which not every model gives', () => {
    const seen = (residue: (item: Case) => number, instrument = 0.02) =>
      cases.map((item) => {
        const signs = { instrument, residue: residue(item), bubbles: 0 };
        return { ...item, prediction: { ...item.prediction, signs } };
      });
    const right = ({ row }: Case) => (row.cleanliness === 'bbps-0-1' ? 0.5 : 0.1);

    it('judges residue by the class of cleanliness, and instruments by their absence', () => {
      expect(
        worse(
          seen(right),
          seen(() => 0.1),
        ),
      ).toContain('residue accuracy all');
      expect(worse(seen(right), seen(right, 0.9))).toContain('instrument quiet all');
      expect(worse(seen(right), seen(right))).toEqual([]);
    });

    it('does not let them be lost, and finds nothing where they are new', () => {
      const lost = worse(seen(right), cases);
      expect(lost).toContain('residue accuracy all');
      expect(lost).toContain('instrument quiet all');
      expect(worse(cases, seen(right))).toEqual([]);
    });
  });

  it('finds nothing where nothing changed, and refuses to compare other pictures', () => {
    expect(worse(cases, cases)).toEqual([]);
    expect(() => of(cases, cases.slice(1))).toThrow(RangeError);
    expect(() => of(cases.slice(1), cases)).toThrow(RangeError);
  });
});
