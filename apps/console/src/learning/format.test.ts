import { describe, expect, it } from 'vitest';
import { differenceText, measureText, restOf } from './format.js';

describe('numbers', () => {
  it('are written in percent, differences with their sign', () => {
    expect([measureText(0.91234), measureText(null)]).toEqual(['91.2', '–']);
    expect([0.0121, -0.04, 0.0001, -0.0001, null].map(differenceText)).toEqual([
      '+1.2',
      '−4.0',
      '0.0',
      '0.0',
      '–',
    ]);
  });
});

describe('restOf', () => {
  it('is rounded up in the unit that fits', () => {
    expect(restOf(0)).toEqual({ unit: 'seconds', count: 5 });
    expect(restOf(41)).toEqual({ unit: 'seconds', count: 45 });
    expect(restOf(61)).toEqual({ unit: 'minutes', count: 2 });
    expect(restOf(3600)).toEqual({ unit: 'minutes', count: 60 });
    expect(restOf(2.5 * 3600)).toEqual({ unit: 'hours', count: 2.5 });
  });
});
