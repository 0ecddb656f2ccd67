import type { IndexRow } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, changesText } from './changes.js';
import { type ColourPicture, differenceHash, hashDistance } from './difference-hash.js';
import {
  cameFromRound,
  type Fingerprint,
  FrozenSetSchema,
  frozenSetOf,
  frozenSetText,
  truthHash,
} from './frozen-set.js';
import { FrozenLookup, NEAR_BITS } from './lookup.js';

/** A picture with smooth blobs, another one for each seed. */
function blobs(seed: number, width = 96, height = 80, light = 1): ColourPicture {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const value =
        120 + 60 * Math.sin(seed * 1.7 + u * 9) * Math.cos(seed * 0.9 - v * 7) + 30 * Math.sin(seed * u * v);
      for (let channel = 0; channel < 3; channel++)
        rgb[(y * width + x) * 3 + channel] = Math.max(0, Math.min(255, value * light));
    }
  }
  return { width, height, rgb };
}

const print = (id: string, dhash: string, more: Partial<Fingerprint> = {}): Fingerprint => ({
  id,
  split: 'test',
  sha256: id.padEnd(64, '0'),
  dhash,
  truth: '0'.repeat(16),
  own: false,
  ...more,
});

describe('difference hash', () => {
  it('stays near for another size and brightness, and far for another picture', () => {
    const hash = differenceHash(blobs(3));
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(hashDistance(hash, differenceHash(blobs(3, 192, 160)))).toBeLessThanOrEqual(2);
    expect(hashDistance(hash, differenceHash(blobs(3, 96, 80, 0.7)))).toBeLessThanOrEqual(2);
    expect(hashDistance(hash, differenceHash(blobs(11)))).toBeGreaterThan(10);
  });

  it('counts the bits that differ', () => {
    const hash = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(hash, hash, (a, b) => {
        const bits = (digits: string[]) => BigInt(`0x${digits.join('')}`);
        const expected = (bits(a) ^ bits(b)).toString(2).replaceAll('0', '').length;
        expect(hashDistance(a.join(''), b.join(''))).toBe(expected);
      }),
    );
  });
});

describe('knowing frozen pictures again', () => {
  const dhash = 'ffffffff00000000';
  const lookup = new FrozenLookup([print('a', '0123456789abcdef'), print('b', dhash)]);

  it('by the file, whatever its hash of brightness', () => {
    expect(lookup.match({ sha256: 'a'.padEnd(64, '0'), dhash: 'f'.repeat(16) })).toEqual({
      id: 'a',
      how: 'exact',
    });
  });

  it('by a few bits, and no further', () => {
    const flipped = (bits: number) => (0xffffffff00000000n ^ ((1n << BigInt(bits)) - 1n)).toString(16);
    expect(lookup.match({ sha256: null, dhash: flipped(NEAR_BITS) })).toEqual({ id: 'b', how: 'near' });
    expect(lookup.match({ sha256: null, dhash: flipped(NEAR_BITS + 1) })).toBeNull();
    expect(new FrozenLookup([]).match({ sha256: null, dhash })).toBeNull();
  });
});

describe('a frozen set', () => {
  const pictures = [print('b', '0'.repeat(16)), print('a', '1'.repeat(16))];
  const set = frozenSetOf(pictures);

  it('is the same in any order, and is read as it was written', () => {
    expect(frozenSetOf([...pictures].reverse())).toEqual(set);
    expect(FrozenSetSchema.parse(JSON.parse(frozenSetText(set)))).toEqual(set);
    expect(FrozenSetSchema.parse(JSON.parse(frozenSetText(frozenSetOf([]))))).toEqual(frozenSetOf([]));
  });

  it('says what changed', () => {
    expect(changesOf(set, pictures)).toBeNull();
    const now = [
      print('b', '0'.repeat(16), { truth: '1'.repeat(16) }),
      print('c', '0'.repeat(16)),
      print('d', '0'.repeat(16)),
    ];
    const changes = changesOf(set, now);
    expect(changes).toEqual({ missing: ['a'], replaced: [], relabelled: ['b'], added: ['c', 'd'] });
    expect(changes && changesText(changes)).toBe('1 missing (a), 1 relabelled (b), 2 added (c, d)');
    expect(
      changesOf(set, [...pictures.slice(0, 1), print('a', '0'.repeat(16), { sha256: 'f'.repeat(64) })]),
    ).toEqual({
      missing: [],
      replaced: ['a'],
      relabelled: [],
      added: [],
    });
  });

  it('holds what is said of a picture, and not where it lies', () => {
    const row = {
      id: 'x',
      image: 'a.jpg',
      split: 'test',
      organ: 'colon',
      polyp: true,
      boxes: [],
    } as unknown as IndexRow;
    const known = { ...row, sequence: null, cleanliness: null, landmark: null, quality: null, light: null };
    expect(truthHash({ ...known, image: 'b.jpg' }, null)).toBe(truthHash(known, null));
    expect(truthHash({ ...known, polyp: false }, null)).not.toBe(truthHash(known, null));
    expect(truthHash(known, 'f'.repeat(64))).not.toBe(truthHash(known, null));
  });

  it('leaves out what a round of learning brought', () => {
    expect(cameFromRound({ id: 'round-20260101-120000-ab12/7' })).toBe(true);
    expect(cameFromRound({ id: 'hyperkvasir/round-1' })).toBe(false);
  });
});
