import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashDistance } from '../frozen/difference-hash.js';
import { Duplicates } from './duplicates.js';
import { faultOf } from './fault.js';
import { HashIndex } from './hash-index.js';
import { Pool, surplusOf } from './pool.js';

const hashes = fc
  .tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }))
  .map((words) => words.map((word) => word.toString(16).padStart(8, '0')).join(''));

/** The hash with these bits (0…63) turned over. */
function turned(hash: string, bits: readonly number[]): string {
  let value = BigInt(`0x${hash}`);
  for (const bit of bits) value ^= 1n << BigInt(bit);
  return value.toString(16).padStart(16, '0');
}

describe('a picture by itself', () => {
  it('is outside, unusable, or may be learnt from', () => {
    const organ = { colon: 0.3, upper: 0.1, outside: 0.6 };
    expect(faultOf({ organ, usable: 0.1 })).toBe('outside');
    expect(faultOf({ organ: { colon: 0.9, upper: 0.1, outside: 0 }, usable: 0.1 })).toBe('unusable');
    expect(faultOf({ organ: { colon: 0.9, upper: 0.1, outside: 0 }, usable: 0.9 })).toBeNull();
  });
});

describe('hashes', () => {
  it('near ones are found as by comparing with all', () => {
    const bits = fc.uniqueArray(fc.nat(63), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(hashes, { maxLength: 20 }), fc.nat(19), bits, fc.nat(7), (all, at, flips, far) => {
        const index = new HashIndex();
        for (const hash of all) index.add(hash);
        const asked = turned(all[at % Math.max(1, all.length)] ?? '0'.repeat(16), flips);
        const found = index.near(asked, far).sort((a, b) => a.at - b.at);
        const compared = all.map((hash, at) => ({ at, bits: hashDistance(hash, asked) }));
        expect(found).toEqual(compared.filter(({ bits }) => bits <= far));
      }),
    );
  });

  it('does not pretend to look farther than it can', () => {
    expect(() => new HashIndex().near('0'.repeat(16), 8)).toThrow(RangeError);
  });
});

const look = (...values: number[]) => Int8Array.from(values);

describe('duplicates', () => {
  const [a, b, c] = ['00000000000000ff', 'ffffffff00000000', '0f0f0f0f0f0f0f0f'] as const;

  it('have a near hash and a near look', () => {
    const found = new Duplicates();
    found.take(a, look(127, 0));
    for (let i = 0; i < 40; i++) found.take(c, look(0, -127));
    expect(found.isNear(turned(a, [3, 60]), look(127, 10))).toBe(true);
    expect(found.isNear(turned(a, [3, 60]), look(90, 100))).toBe(false);
    expect(found.isNear(turned(a, [1, 2, 3, 4, 5, 6]), look(127, 10))).toBe(false);
  });

  it('have all but the same hash where there is no look to compare', () => {
    const found = new Duplicates();
    found.take(a, null);
    expect(found.isNear(turned(a, [3, 60]), look(127, 0))).toBe(true);
    expect(found.isNear(turned(a, [3, 9, 60]), look(127, 0))).toBe(false);
  });

  it('have the same look among the recent and the kept, whatever the hash', () => {
    const found = new Duplicates();
    found.take(b, look(127, 0));
    expect(found.isNear(c, look(126, 5))).toBe(true);
    expect(found.isNear(c, look(0, 127))).toBe(false);
    expect(found.isNear(c, look(0, 127), [look(3, 126)])).toBe(true);
    expect(found.isNear(c, null, [look(3, 126)])).toBe(false);
  });
});

describe('the pool', () => {
  const picture = fc.record({
    worth: fc.double({ min: 0, max: 1, noNaN: true }),
    look: fc
      .double({ min: 0, max: 6.28, noNaN: true })
      .map((angle) => look(Math.round(127 * Math.cos(angle)), Math.round(127 * Math.sin(angle)))),
  });

  it('ends with as many as wanted, however they came, and the same after a restart', () => {
    fc.assert(
      fc.property(
        fc.array(picture, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(59),
        (all, keep, stop) => {
          const pictures = all.map((one, n) => ({ ...one, n }));
          const alone = new Pool(keep);
          const whole = new Set<number>();
          const restarted = new Set<number>();
          let pool = new Pool(keep);
          for (const one of pictures) {
            if (one.n === stop)
              pool = new Pool(
                keep,
                pictures.filter(({ n }) => n < stop && !restarted.has(n)),
              );
            for (const n of alone.add(one)) whole.add(n);
            for (const n of pool.add(one)) restarted.add(n);
          }
          for (const n of alone.cut()) whole.add(n);
          for (const n of pool.cut()) restarted.add(n);
          expect(restarted).toEqual(whole);
          expect(pictures.length - whole.size).toBe(Math.min(keep, pictures.length));
        },
      ),
    );
  });

  it('keeps the useful and the different', () => {
    const same = Array.from({ length: 8 }, (_, n) => ({ n, worth: 0.5, look: look(127, n) }));
    const odd = { n: 8, worth: 0.1, look: look(0, 127) };
    const doubtful = { n: 9, worth: 1, look: look(127, 9) };
    const out = surplusOf([...same, odd, doubtful], 2);
    expect(out).not.toContain(8);
    expect(out).not.toContain(9);
  });

  it('chooses from more than a block in shares', () => {
    const many = Array.from({ length: 9000 }, (_, n) => ({ n, worth: (n % 10) / 10, look: null }));
    expect(surplusOf(many, 5)).toHaveLength(8995);
  });
});
