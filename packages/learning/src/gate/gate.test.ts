import type { GateCheck } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { checksOf, comparedOneByOne } from './checks.js';
import { decide, type GateFacts, HEADS } from './gate.js';
import { effectiveGroups, pairedDifference } from './paired.js';
import { type Damage, madeQuantities } from './simulate.js';
import type { GateQuantity } from './types.js';

/** Draws: enough for simulations, where errors of one gate even out. */
const OPTIONS = { rounds: 100, seed: 1 };

function madeChecks(seed: number, after?: Damage): GateCheck[] {
  const quantities = madeQuantities(seed, after);
  return checksOf(quantities, [...comparedOneByOne(quantities, OPTIONS)]);
}

/** Share of simulated gates in which something holds. */
function rate(
  gates: number,
  after: Damage | undefined,
  holds: (checks: readonly GateCheck[]) => boolean,
): number {
  let hits = 0;
  for (let seed = 0; seed < gates; seed++) if (holds(madeChecks(seed, after))) hits++;
  return hits / gates;
}

const isWorse = (checks: readonly GateCheck[], head: string, subgroup: string): boolean =>
  checks.some((check) => check.verdict === 'worse' && check.head === head && check.subgroup === subgroup);

describe('the noise of a gate, simulated (800 pictures, 70 checks)', { timeout: 120_000 }, () => {
  it('refuses at most 5 % of candidates that changed nothing, and finds no gain in more', () => {
    const gates = Array.from({ length: 100 }, (_, seed) => madeChecks(seed));
    const share = (verdict: GateCheck['verdict']) =>
      gates.filter((checks) => checks.some((check) => check.verdict === verdict)).length / gates.length;
    expect(share('worse')).toBeLessThanOrEqual(0.05);
    expect(share('better')).toBeLessThanOrEqual(0.05);
  });

  it('catches a head that is damaged on the 40 pictures of one centre', () => {
    const damaged: Damage = (head, { source }) => (head === 'organ' && source === 'centre-b' ? 0.33 : 0.9);
    expect(rate(20, damaged, (checks) => isWorse(checks, 'organ', 'source:centre-b'))).toBeGreaterThanOrEqual(
      0.95,
    );
  });

  it('catches a subgroup of two long sequences, when it collapses', () => {
    const damaged: Damage = (head, { source }) => (head === 'organ' && source === 'upper' ? 0.1 : 0.9);
    expect(rate(20, damaged, (checks) => isWorse(checks, 'organ', 'source:upper'))).toBeGreaterThanOrEqual(
      0.95,
    );
  });

  it('catches a head that fell by 15 points everywhere, and names that head only', () => {
    const damaged: Damage = (head) => (head === 'type' ? 0.75 : 0.9);
    const others = (checks: readonly GateCheck[]) =>
      checks.some(({ verdict, head }) => verdict === 'worse' && head !== 'type');
    expect(rate(20, damaged, (checks) => isWorse(checks, 'type', 'all'))).toBeGreaterThanOrEqual(0.9);
    expect(rate(20, damaged, others)).toBeLessThanOrEqual(0.1);
  });

  it('says of ten pictures that they are too few, never that they are well', () => {
    const damaged: Damage = (_head, { source }) => (source === 'few' ? 0 : 0.9);
    const few = madeChecks(1, damaged).filter(({ subgroup }) => subgroup === 'source:few');
    expect(few).toHaveLength(HEADS.length);
    for (const { verdict, n, low } of few)
      expect({ verdict, n, low }).toEqual({ verdict: 'too-few', n: 10, low: null });
  });
});

/** A share over pictures, each right or wrong. */
const share =
  (right: readonly number[]): GateQuantity['before'] =>
  (weights) => {
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return all === 0 ? null : right.reduce((sum, one, at) => sum + one * (weights[at] ?? 0), 0) / all;
  };
const quantity = (
  before: readonly number[],
  after: readonly number[],
  groups = before.map((_, at) => `${at}`),
): GateQuantity => ({
  head: 'lesion',
  measure: 'sensitivity',
  subgroup: 'all',
  n: before.length,
  rarer: before.length,
  groups,
  before: share(before),
  after: share(after),
});
const ones = (count: number, wrong = 0) => Array.from({ length: count }, (_, at) => (at < wrong ? 0 : 1));

describe('one difference', () => {
  it('is nothing where nothing changed, and sure where all is lost', () => {
    const same = pairedDifference(quantity(ones(40, 4), ones(40, 4)), OPTIONS);
    expect(same).toMatchObject({ difference: 0, pWorse: 0.5, pBetter: 0.5 });
    const lost = pairedDifference(quantity(ones(40), ones(40, 40)), OPTIONS);
    expect(lost).toMatchObject({ before: 1, after: 0, difference: -1 });
    expect(lost.pWorse).toBeLessThan(1e-9);
    expect(lost.pBetter).toBeGreaterThan(0.999);
  });

  it('is as unsure as a coin where five of five pictures that differ got worse', () => {
    // Exactly: one in 2^5 by the sign test.
    const { pWorse } = pairedDifference(quantity(ones(100), ones(100, 5)), { rounds: 2000, seed: 1 });
    expect(pWorse).toBeGreaterThan(0.005);
    expect(pWorse).toBeLessThan(0.04);
  });

  it('is less sure where the pictures are of few sequences', () => {
    const groups = ones(120).map((_, at) => `${at % 6}`);
    const fallen = ones(120).map((_, at) => (at % 6 === 0 ? 0 : 1));
    const alone = pairedDifference(quantity(ones(120), fallen), OPTIONS).pWorse ?? 1;
    const inSequences = pairedDifference(quantity(ones(120), fallen, groups), OPTIONS).pWorse ?? 1;
    expect(alone).toBeLessThan(1e-5);
    expect(inSequences).toBeGreaterThan(0.1);
    const { low, high, difference } = pairedDifference(quantity(ones(120), fallen, groups), OPTIONS);
    expect([low! < difference!, difference! < high!]).toEqual([true, true]);
  });

  it('is a collapse where what was measured no longer can be', () => {
    const gone = { ...quantity(ones(40), ones(40)), after: () => null };
    expect(pairedDifference(gone, OPTIONS)).toMatchObject({ difference: null, pWorse: 0 });
    expect(checksOf([gone], [pairedDifference(gone, OPTIONS)])[0]?.verdict).toBe('worse');
  });

  it('counts sequences by their weight', () => {
    expect(effectiveGroups(['a', 'b', 'c'])).toBe(3);
    expect(effectiveGroups(['a', 'a', 'b', 'b'])).toBe(2);
    expect(effectiveGroups([...Array<string>(98).fill('long'), 'x', 'y'])).toBeLessThan(1.1);
    expect(effectiveGroups([])).toBe(0);
  });
});

const check = (head: string, verdict: GateCheck['verdict'], more: Partial<GateCheck> = {}): GateCheck => ({
  head,
  measure: 'accuracy',
  subgroup: 'all',
  n: 100,
  before: 0.9,
  after: 0.85,
  difference: -0.05,
  low: -0.08,
  high: -0.02,
  verdict,
  ...more,
});
const facts = (checks: readonly GateCheck[], more: Partial<GateFacts> = {}): GateFacts => ({
  current: 'a@1+0',
  candidate: 'a@2+1',
  checks: [
    ...HEADS.filter((head) => !checks.some((one) => one.head === head && one.subgroup === 'all')).map(
      (head) => check(head, 'same'),
    ),
    ...checks,
  ],
  frozenSet: { pictures: 100, sha256: 'f'.repeat(64), own: 0 },
  changes: null,
  leaks: [],
  speed: { before: 8, after: 8.1 },
  acceptEqual: false,
  ...more,
});
const codes = (given: GateFacts) =>
  decide(given).reasons.map(({ code, head, subgroup }) => [code, head, subgroup].join(' ').trim());

describe('the decision', () => {
  it('passes what is better somewhere and worse nowhere', () => {
    const report = decide(
      facts([check('lesion', 'better', { measure: 'ap50', after: 0.95, difference: 0.05 })]),
    );
    expect(report).toMatchObject({
      passed: true,
      reasons: [{ code: 'gain', head: 'lesion', subgroup: 'all' }],
    });
  });

  it('refuses what is only as good, unless that is accepted', () => {
    expect(decide(facts([]))).toMatchObject({ passed: false, reasons: [{ code: 'no-gain' }] });
    expect(decide(facts([], { acceptEqual: true }))).toMatchObject({ passed: true });
  });

  it('refuses what is worse anywhere, whatever else is better; the deepest fall first', () => {
    const given = facts([
      check('lesion', 'better', { difference: 0.1 }),
      check('organ', 'worse', { subgroup: 'source:b' }),
      check('type', 'worse', { difference: -0.4, subgroup: 'size:small' }),
    ]);
    expect(decide(given).passed).toBe(false);
    expect(codes(given)).toEqual(['worse type size:small', 'worse organ source:b', 'gain lesion all']);
    expect(decide(given).reasons[1]?.fact).toBe('accuracy 90.0 → 85.0, −5.0 (−8.0 to −2.0), n 100');
  });

  it('refuses where a head could not be judged, where there is nothing to judge on', () => {
    expect(codes(facts([check('caecum', 'too-few', { n: 7 })], { acceptEqual: true }))).toContain(
      'too-few-pictures caecum all',
    );
    const none = facts([], { frozenSet: { pictures: 0, sha256: '', own: 0 }, acceptEqual: true });
    expect(codes(none)[0]).toBe('too-few-pictures');
  });

  it('refuses changed pictures, leaks and slow models, each with its reason', () => {
    const changes = { missing: ['a'], replaced: [], relabelled: [], added: [] };
    const leaks = [{ learnt: 'round-x/1', frozen: { id: 'b', how: 'near' } as const }];
    const given = facts([], { changes, leaks, speed: { before: 8, after: 13 }, acceptEqual: true });
    expect(decide(given).passed).toBe(false);
    expect(codes(given).slice(0, 3)).toEqual(['frozen-set-changed', 'leak', 'slower']);
  });
});
