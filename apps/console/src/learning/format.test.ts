import { describe, expect, it } from 'vitest';
import { baseName, differenceText, measureText, restOf } from './format.js';

describe('numbers', () => {
  it('are written with three decimals, differences with their sign', () => {
    expect([measureText(0.91234), measureText(null)]).toEqual(['0.912', '–']);
    expect([0.0121, -0.04, 0.0001, -0.0001, null].map(differenceText)).toEqual([
      '+0.012',
      '−0.040',
      '0.000',
      '0.000',
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

describe('baseName', () => {
  it('is the name of the recording on either kind of system', () => {
    expect(['/data/a/clip.mp4', 'C:\\data\\clip.mp4', '/data/folder/', 'archive'].map(baseName)).toEqual([
      'clip.mp4',
      'clip.mp4',
      'folder',
      'archive',
    ]);
  });
});
