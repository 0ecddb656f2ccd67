import { describe, expect, it } from 'vitest';
import { commandOf, freeForPhoto } from './keys.js';

const stroke = (code: string, more = {}) => ({
  code,
  key: '',
  repeat: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('commandOf', () => {
  it('takes photos by space bar and by pedal, wherever the focus is, but not in text', () => {
    expect(commandOf(stroke('Space'), [], 'control')).toBe('photo');
    expect(commandOf(stroke('F13'), ['F13'], 'page')).toBe('photo');
    expect(commandOf(stroke('Space'), [], 'text')).toBeNull();
  });

  it('leaves Enter to a focused control', () => {
    expect(commandOf(stroke('Enter'), [], 'control')).toBeNull();
    expect(commandOf(stroke('Enter'), [], 'page')).toBe('full');
  });

  it('ignores repeats and the browser’s own shortcuts', () => {
    expect(commandOf(stroke('Space', { repeat: true }), [], 'page')).toBeNull();
    expect(commandOf(stroke('KeyR', { ctrlKey: true }), [], 'page')).toBeNull();
  });
});

describe('freeForPhoto', () => {
  it('refuses keys that already mean something', () => {
    expect(['PageDown', 'F13', 'KeyB'].every(freeForPhoto)).toBe(true);
    expect(['Space', 'KeyF', 'Escape', 'ShiftLeft', ''].some(freeForPhoto)).toBe(false);
  });
});
