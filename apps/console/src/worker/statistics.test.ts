import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rate, Samples } from './statistics.js';

describe('Samples', () => {
  it('knows nothing before the first sample', () => {
    expect(new Samples(4).quantile(0.5)).toBeNull();
  });

  it('gives nearest-rank quantiles', () => {
    const samples = new Samples(100);
    for (let i = 1; i <= 100; i++) samples.add(i);
    expect([samples.quantile(0.5), samples.quantile(0.95), samples.quantile(0.99)]).toEqual([50, 95, 99]);
  });

  it('keeps only the newest samples, and every quantile is one of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const samples = new Samples(8);
          for (const value of values) samples.add(value);
          expect(values.slice(-8)).toContain(samples.quantile(p));
        },
      ),
    );
  });
});

describe('Rate', () => {
  it('counts what happened within the window', () => {
    const rate = new Rate(2000);
    for (let t = 0; t < 4000; t += 40) rate.hit(t);
    expect(rate.perSecond(3999)).toBeCloseTo(25, 0);
    expect(rate.perSecond(10_000)).toBe(0);
  });
});
