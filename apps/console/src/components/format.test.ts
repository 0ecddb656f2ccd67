import { expect, it } from 'vitest';
import { clockText, keyText } from './format.js';

it('writes durations as a clock does', () => {
  expect([0, 59_999, 61_000, 3_661_000, -5].map(clockText)).toEqual([
    '0:00',
    '0:59',
    '1:01',
    '1:01:01',
    '0:00',
  ]);
});

it('names keys as on the keyboard', () => {
  expect(['KeyB', 'Digit4', 'F13', 'PageDown'].map(keyText)).toEqual(['B', '4', 'F13', 'PageDown']);
});
