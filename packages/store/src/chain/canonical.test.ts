import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, round4, roundNumbers } from './canonical.js';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, shuffled(v)]),
  );
};

describe('canonical JSON', () => {
  it('sorts keys and leaves no white space', () => {
    expect(canonicalJson({ b: [1, 'ü', null], a: { d: true, c: 0.5 } })).toBe(
      '{"a":{"c":0.5,"d":true},"b":[1,"ü",null]}',
    );
  });

  it('is the same text for the same value, and reads back as it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 0])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});

describe('rounding', () => {
  it('is to four decimals, and to nothing else when done again', () => {
    expect(roundNumbers({ a: [0.123449, -0], b: { c: 1e12 + 0.25 } })).toEqual({
      a: [0.1234, 0],
      b: { c: 1e12 + 0.25 },
    });
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (x) => {
        expect(round4(round4(x))).toBe(round4(x));
        expect(Math.abs(round4(x) - x)).toBeLessThanOrEqual(0.000051);
      }),
    );
  });
});
