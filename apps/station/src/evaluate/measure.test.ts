import { describe, expect, it } from 'vitest';
import { atOperatingPoint } from './detection/operating.js';
import { aCase, aLesion } from './fixtures.js';
import { headMetrics, isCaecum, isUsable } from './heads.js';
import { dice, jaccard, overlapInField, overlapOf } from './mask.js';
import { measure } from './measure.js';
import { setsOf } from './sets.js';
import { typeMetrics } from './types.js';

const options = { rounds: 50, seed: 1 };
const grey = (width: number, values: readonly number[]) => {
  return { width, height: values.length / width, values: Uint8Array.from(values) };
};

describe('masks', () => {
  it('counts Dice and IoU by hand', () => {
    const drawn = grey(4, [0, 2, 3, 0]);
    const overlap = overlapOf(drawn, grey(4, [255, 255, 0, 127]));
    expect(overlap).toEqual({ drawn: 2, predicted: 2, both: 1 });
    expect(dice(overlap)).toBe(0.5);
    expect(jaccard(overlap)).toBeCloseTo(1 / 3, 12);
    expect(dice({ drawn: 0, predicted: 0, both: 0 })).toBe(1);
  });

  it('lays the mask of the field on the whole picture, nothing outside the field', () => {
    const drawn = grey(
      8,
      Array.from({ length: 64 }, (_, i) => (i % 8 >= 4 ? 1 : 0)),
    );
    const full = { width: 2, height: 2, values: Uint8Array.from([255, 255, 255, 255]) };
    expect(overlapInField(drawn, full, { x: 0.5, y: 0, w: 0.5, h: 1 })).toEqual({
      drawn: 32,
      predicted: 32,
      both: 32,
    });
    expect(overlapInField(drawn, full, { x: 0, y: 0, w: 0.5, h: 1 }).both).toBe(0);
  });
});

describe('atOperatingPoint', () => {
  const drawn = [[0.1, 0.1, 0.2, 0.2, 'polyp']] as [number, number, number, number, 'polyp'][];
  const cases = [
    aCase(
      { id: 'hit', polyp: true, boxes: drawn, sequence: 's1' },
      { lesions: [aLesion([0.1, 0.1, 0.2, 0.2], 0.9)] },
    ),
    aCase(
      { id: 'beside', polyp: true, boxes: drawn, sequence: 's1' },
      { lesions: [aLesion([0.6, 0.6, 0.1, 0.1], 0.8), aLesion([0.1, 0.1, 0.2, 0.2], 0.2)] },
    ),
    aCase({ id: 'pointed', polyp: true, boxes: drawn }, { lesions: [aLesion([0.15, 0.15, 0.1, 0.1], 0.6)] }),
    aCase({ id: 'quiet', polyp: false, boxes: [], sequence: 's2' }),
    aCase(
      { id: 'alarm', polyp: false, boxes: [], sequence: 's3' },
      { lesions: [aLesion([0.1, 0.1, 0.1, 0.1], 0.7)] },
    ),
    aCase({ id: 'nobody drew', polyp: true }, { lesions: [aLesion([0, 0, 1, 1], 0.9)] }),
    aCase({ id: 'nobody looked' }, { lesions: [aLesion([0, 0, 1, 1], 0.9)] }),
  ];

  it('counts as a doctor would', () => {
    const at = atOperatingPoint(cases);
    expect(at.lesions).toMatchObject({ hits: 1, n: 3 });
    expect(at.lesionsPointedAt).toMatchObject({ hits: 2, n: 3 });
    expect(at.pictures).toMatchObject({ hits: 4, n: 4 });
    expect(at.sequences).toMatchObject({ hits: 1, n: 1 });
    expect(at.specificity).toMatchObject({ hits: 1, n: 2 });
    expect(at.quietUnsearched).toMatchObject({ hits: 0, n: 1 });
    expect(at.sequenceSpecificity).toMatchObject({ hits: 1, n: 2 });
    expect(at.falseBoxesPerPicture).toBe(3 / 5);
    expect(at.strayBoxesPerPicture).toBe(2 / 5);
    expect(at.falseBoxesPerCleanPicture).toBe(1 / 2);
    expect(at.bySize.map((s) => s.lesions?.n ?? 0)).toEqual([0, 3, 0, 0]);
  });

  it('counts as unsearched only pictures of the colon of which nobody said anything of lesions', () => {
    const unsearched = [
      aCase({ id: 'quiet' }),
      aCase({ id: 'not shown' }, { lesions: [aLesion([0, 0, 1, 1], 0.3)] }),
      aCase({ id: 'shown' }, { lesions: [aLesion([0, 0, 1, 1], 0.9)] }),
      aCase({ id: 'looked', polyp: false }),
      aCase({ id: 'drawn', boxes: [] }),
      aCase({ id: 'other organ', organ: 'upper' }),
      aCase({ id: 'no organ', organ: null }),
    ];
    expect(atOperatingPoint(unsearched).quietUnsearched).toMatchObject({ hits: 2, n: 3 });
    expect(atOperatingPoint(unsearched.slice(3)).quietUnsearched).toBeNull();
  });

  it('finds more with a lower threshold', () => {
    expect(atOperatingPoint(cases, (lesion) => lesion.score >= 0.1).lesions).toMatchObject({ hits: 2 });
  });

  it('leaves pictures of which nothing is known out of the measure of detection', () => {
    const set = measure({ name: 'all', kind: 'all', cases }, options);
    expect(set).toMatchObject({ pictures: 7, sequences: 3, withPolyp: 4, withoutPolyp: 2 });
    expect(set.detection).toMatchObject({ pictures: 5, lesions: 3 });
    expect(set.mask).toBeNull();
    expect(set.type).toBeNull();
    expect(measure({ name: 'all', kind: 'all', cases }, options)).toEqual(set);
  });
});

describe('typeMetrics', () => {
  it('judges calls on lesions that were found', () => {
    const typed = (id: string, label: 'neoplastic' | 'non-neoplastic', said: number, at = 0.1) =>
      aCase(
        { id, polyp: true, boxes: [[0.1, 0.1, 0.2, 0.2, label]] },
        { lesions: [aLesion([at, 0.1, 0.2, 0.2], 0.9, said)] },
      );
    const metrics = typeMetrics(
      [
        typed('a', 'neoplastic', 0.9),
        typed('b', 'neoplastic', 0.5),
        typed('c', 'non-neoplastic', 0.1),
        typed('d', 'non-neoplastic', 0.8),
        typed('lost', 'neoplastic', 0.9, 0.7),
      ],
      options,
    );
    expect(metrics?.found).toMatchObject({ hits: 4, n: 5 });
    expect(metrics?.callRate).toMatchObject({ hits: 3, n: 4 });
    expect(metrics?.accuracyAtCalls).toMatchObject({ hits: 2, n: 3 });
    expect(metrics?.accuracyAll).toMatchObject({ hits: 3, n: 4 });
    expect(metrics?.accuracyOfSurest).toMatchObject({ hits: 3, n: 4 });
    expect(metrics?.auc?.value).toBe(3 / 4);
    expect(metrics?.neoplasticCalled).toMatchObject({ hits: 1, n: 2 });
    const neoplastic = [false, false, false, false, true, false, true, true, true, true];
    const told = neoplastic.map((is, i) => typed(`${i}`, is ? 'neoplastic' : 'non-neoplastic', (i + 1) / 11));
    // The unsurest fifth, 5/11 and 6/11, is told wrong.
    expect(typeMetrics(told, options)?.accuracyAll).toMatchObject({ hits: 8, n: 10 });
    expect(typeMetrics(told, options)?.accuracyOfSurest).toMatchObject({ hits: 8, n: 8 });
  });
});

describe('heads', () => {
  it('does not take "not known" for "no"', () => {
    expect(isUsable(aCase())).toBeNull();
    expect(isUsable(aCase({ quality: 'unusable' }))).toBe(false);
    expect(isUsable(aCase({ cleanliness: 'bbps-0-1' }))).toBe(true);
    expect(isCaecum(aCase())).toBeNull();
    expect(isCaecum(aCase({ landmark: 'caecum' }))).toBe(true);
    expect(isCaecum(aCase({ cleanliness: 'bbps-0-1' }))).toBe(false);
    expect(isCaecum(aCase({ organ: 'upper', boxes: [] }))).toBeNull();
  });

  it('grades by BBPS without stool, which may lie in a clean colon', () => {
    const said = (poor: number, good: number) => ({
      cleanliness: { 'bbps-0-1': poor, 'bbps-2-3': good, 'impacted-stool': 1 - poor - good },
    });
    const cases = [
      aCase({ id: 'a', cleanliness: 'bbps-2-3' }, said(0.05, 0.2)),
      aCase({ id: 'b', cleanliness: 'bbps-0-1' }, said(0.6, 0.3)),
      aCase({ id: 'c', cleanliness: 'impacted-stool' }, said(0, 1)),
    ];
    const heads = headMetrics(cases, options);
    expect(heads.bbps?.accuracy).toMatchObject({ hits: 2, n: 2 });
    expect(heads.adequate?.accuracy).toMatchObject({ hits: 1, n: 3 });
  });

  it('counts right answers by class and keeps each source apart', () => {
    const heads = headMetrics(
      [
        aCase({ organ: 'colon', source: 'x' }),
        aCase({ organ: 'colon', source: 'x' }, { organ: { colon: 0.2, upper: 0.7, outside: 0.1 } }),
        aCase({ organ: 'upper', source: 'y' }, { organ: { colon: 0.3, upper: 0.6, outside: 0.1 } }),
      ],
      options,
    );
    expect(heads.organ?.accuracy).toMatchObject({ hits: 2, n: 3 });
    expect(heads.organ?.confusion).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    expect(heads.colon?.auc?.value).toBe(0.5);
    expect(heads.colon?.withinSource).toEqual([]);
    expect(heads.caecum).toBeNull();
  });
});

describe('setsOf', () => {
  it('names the public sets and cuts by split, source and light', () => {
    const cases = [
      aCase({ id: 'a', source: 'hyperkvasir', polyp: true, boxes: [] }),
      aCase({ id: 'b', source: 'hyperkvasir' }),
      aCase({ id: 'c', source: 'neopolyp', split: 'val', light: 'white' }),
    ];
    const sets = setsOf(cases).map((s) => [s.kind, s.name, s.cases.length]);
    expect(sets).toEqual([
      ['all', 'all', 3],
      ['named', 'Kvasir-SEG test', 1],
      ['named', 'HyperKvasir test, no lesion drawn', 1],
      ['named', 'NeoPolyp val', 1],
      ['named', 'with polyp, test and val', 1],
      ['split', 'test', 2],
      ['split', 'val', 1],
      ['source', 'hyperkvasir test', 2],
      ['source', 'neopolyp val', 1],
      ['light', 'white', 1],
    ]);
  });

  it('keeps stool out of the caecum and BBPS, and unusable pictures out of one of the sets without polyp', () => {
    const from = { source: 'hyperkvasir' };
    const val = { source: 'polypgen', split: 'val', polyp: false } as const;
    const sets = setsOf([
      aCase({ ...from, id: 'caecum', landmark: 'caecum' }),
      aCase({ ...from, id: 'clean', cleanliness: 'bbps-2-3' }),
      aCase({ ...from, id: 'stool', cleanliness: 'impacted-stool' }),
      aCase({ ...from, id: 'polyp', polyp: true, cleanliness: 'bbps-2-3' }),
      aCase({ ...val, id: 'blurred', quality: 'unusable' }),
      aCase({ ...val, id: 'sharp' }),
    ]);
    const idsOf = (name: string) => sets.find((s) => s.name === name)?.cases.map((c) => c.row.id);
    expect(idsOf('HyperKvasir test, caecum and BBPS')).toEqual(['caecum', 'clean']);
    expect(idsOf('HyperKvasir test, no lesion drawn')).toEqual(['caecum', 'clean', 'stool']);
    expect(idsOf('PolypGen val, no polyp, unusable left out')).toEqual(['sharp']);
    expect(idsOf('PolypGen val, no polyp')).toEqual(['blurred', 'sharp']);
    expect(idsOf('with polyp, test and val')).toEqual(['polyp']);
  });
});
