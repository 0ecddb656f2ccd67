import { describe, expect, it } from 'vitest';
import { askCommandOf, sketchStep } from './ask-keys.js';

const stroke = (code: string, more = {}) => ({
  code,
  key: '',
  repeat: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

describe('askCommandOf', () => {
  it('accepts and goes on with Enter, but leaves Enter to a focused button', () => {
    expect(askCommandOf(stroke('Enter'), false)).toEqual({
      type: 'act',
      act: { type: 'accept' },
      goOn: true,
    });
    expect(askCommandOf(stroke('Enter'), true)).toBeNull();
  });

  it('undoes with Ctrl-Z and Cmd-Z only', () => {
    const undo = { type: 'act', act: { type: 'undo' }, goOn: false };
    expect(askCommandOf(stroke('KeyZ', { ctrlKey: true }), true)).toEqual(undo);
    expect(askCommandOf(stroke('KeyZ', { metaKey: true }), false)).toEqual(undo);
    expect(askCommandOf(stroke('KeyZ'), false)).toBeNull();
  });

  it('leaves the browser its own shortcuts', () => {
    expect(askCommandOf(stroke('KeyD', { ctrlKey: true }), false)).toBeNull();
    expect(askCommandOf(stroke('ArrowLeft', { altKey: true }), false)).toBeNull();
  });

  it('turns pages while a key is held, but says nothing twice', () => {
    expect(askCommandOf(stroke('ArrowRight', { repeat: true }), true)).toEqual({ type: 'go', by: 1 });
    expect(askCommandOf(stroke('KeyN', { repeat: true }), false)).toBeNull();
  });
});

describe('sketchStep', () => {
  it('moves with arrows, resizes with Shift, keeps with Enter, drops with Escape', () => {
    expect(sketchStep([0.4, 0.4, 0.2, 0.2], stroke('ArrowLeft'))).toEqual({ box: [0.38, 0.4, 0.2, 0.2] });
    expect(sketchStep([0.4, 0.4, 0.2, 0.2], stroke('ArrowDown', { shiftKey: true }))).toEqual({
      box: [0.4, 0.4, 0.2, 0.22],
    });
    expect(sketchStep([0.4, 0.4, 0.2, 0.2], stroke('ArrowUp', { altKey: true }))).toEqual({
      box: [0.4, 0.396, 0.2, 0.2],
    });
    expect(sketchStep([0, 0, 0.2, 0.2], stroke('Enter'))).toBe('keep');
    expect(sketchStep([0, 0, 0.2, 0.2], stroke('Escape'))).toBe('drop');
    expect(sketchStep([0, 0, 0.2, 0.2], stroke('KeyX'))).toBeNull();
  });
});
