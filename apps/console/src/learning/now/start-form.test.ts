import { describe, expect, it } from 'vitest';
import type { Defaults } from '../api/answers.js';
import { aRound } from '../testing/round.js';
import { formOf, readForm, roughMinutes } from './start-form.js';

const defaults: Defaults = {
  settings: {
    ...aRound().settings,
    sources: ['archive', '/elsewhere/clip.mp4'],
    labelled: '/data/labelled',
    seed: 7,
  },
  python: { ok: true, hint: '' },
  labelled: { path: '/data/labelled', pictures: 900 },
  sources: ['/recordings'],
};

describe('the form', () => {
  it('filled with the defaults gives the defaults', () => {
    expect(readForm(formOf(defaults), defaults)).toEqual({ settings: defaults.settings, problems: [] });
  });

  it('joins what is ticked and what is typed, once each', () => {
    const form = {
      ...formOf(defaults),
      ticked: ['archive', '/recordings'],
      others: '  /a b/c.mp4 \n\n/recordings\n',
    };
    expect(readForm(form, defaults).settings?.sources).toEqual(['archive', '/recordings', '/a b/c.mp4']);
  });

  it('reads a decimal comma, and an empty labelled folder as none', () => {
    const { settings } = readForm({ ...formOf(defaults), perSecond: '0,5', labelled: ' ' }, defaults);
    expect(settings).toMatchObject({ perSecond: 0.5, labelled: null });
  });

  it('names every field that cannot be read', () => {
    const form = {
      ...formOf(defaults),
      ticked: [],
      others: '',
      frames: '12.5',
      minutes: '0',
      pretrain: '',
      shadowExams: '-1',
    };
    expect(readForm(form, defaults)).toEqual({
      settings: null,
      problems: ['sources', 'frames', 'minutes', 'pretrain', 'shadowExams'],
    });
  });
});

describe('roughMinutes', () => {
  it('guesses before the first round, then goes by the last one measured', () => {
    expect(roughMinutes(defaults.settings, [])).toBe(30);
    const measured = aRound({
      state: 'done',
      seconds: { gather: 600, train: 1200, release: 60, evaluate: 120 },
    });
    expect(roughMinutes(defaults.settings, [aRound(), measured])).toBe(33);
    expect(roughMinutes({ ...defaults.settings, frames: 2000 }, [measured])).toBe(43);
  });
});
