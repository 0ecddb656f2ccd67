import type { GateCheck, GateReport } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { aRound } from '../testing/round.js';
import { hasGate } from './has-gate.js';
import { byHead, checkOf, isChange, knownKey, reasonsInOrder, widest } from './words.js';

const check = (change: Partial<GateCheck>): GateCheck => ({
  head: 'lesion',
  measure: 'ap50',
  subgroup: 'all',
  n: 100,
  before: 0.9,
  after: 0.9,
  difference: 0,
  low: -0.01,
  high: 0.01,
  verdict: 'same',
  ...change,
});

describe('the gate in words', () => {
  it('says what speaks against a candidate first', () => {
    const reason = (code: GateReport['reasons'][number]['code']) => ({
      code,
      head: null,
      subgroup: null,
      fact: '',
    });
    const report = { reasons: [reason('gain'), reason('worse'), reason('leak')] } as GateReport;
    expect(reasonsInOrder(report).map(({ code }) => code)).toEqual(['leak', 'worse', 'gain']);
  });

  it('knows which words the catalogues have', () => {
    expect(knownKey('learn.subgroup.all')).toBe('learn.subgroup.all');
    expect(knownKey('learn.head.clairvoyance')).toBeNull();
  });

  it('finds the check behind a reason, by head, group and measure', () => {
    const reason = {
      code: 'worse',
      head: 'lesion',
      subgroup: 'size:small',
      fact: 'sensitivity 91.0 → 80.0',
    } as const;
    const checks = [
      check({}),
      check({ subgroup: 'size:small' }),
      check({ subgroup: 'size:small', measure: 'sensitivity' }),
    ];
    expect(checkOf({ checks } as unknown as GateReport, reason)).toBe(checks[2]);
    expect(checkOf({ checks: [] } as unknown as GateReport, reason)).toBeUndefined();
  });

  it('groups by head and keeps the order', () => {
    const groups = byHead([check({}), check({ head: 'organ' }), check({ subgroup: 'size:small' })]);
    expect(groups.map(({ head, checks }) => [head, checks.length])).toEqual([
      ['lesion', 2],
      ['organ', 1],
    ]);
  });

  it('takes better and worse for a change, and nothing else', () => {
    expect(
      (['better', 'same', 'worse', 'too-few'] as const).filter((verdict) => isChange(check({ verdict }))),
    ).toEqual(['better', 'worse']);
  });

  it('makes room in the bars for the widest interval', () => {
    expect(widest([check({}), check({ low: -0.3, high: -0.1 }), check({ low: null, high: null })])).toBe(0.3);
    expect(widest([])).toBe(0.05);
  });
});

describe('hasGate', () => {
  it('only from the gate on, and only where it was judged', () => {
    expect(hasGate(aRound())).toBe(false);
    expect(hasGate(aRound({ stage: 'gate' }))).toBe(false);
    expect(hasGate(aRound({ stage: 'gate', gatePassed: false }))).toBe(true);
    expect(hasGate(aRound({ stage: 'decide', gatePassed: true }))).toBe(true);
  });
});
