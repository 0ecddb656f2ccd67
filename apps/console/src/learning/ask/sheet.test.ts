import { describe, expect, it } from 'vitest';
import type { Question } from '../api/answers.js';
import { type Act, act, anythingSaid, NOTHING_SAID, type Sheet, sheetOf, shownLesions } from './sheet.js';

const question = (correction: Question['correction'] = null): Question => ({
  frame: {
    n: 3,
    source: 'a.mp4',
    atMs: 1000,
    kept: true,
    why: null,
    organ: 'colon',
    usable: 1,
    best: 0.6,
    doubt: 0.9,
  },
  lesions: [
    { box: [0.1, 0.1, 0.2, 0.2], score: 0.6 },
    { box: [0.6, 0.6, 0.2, 0.2], score: 0.2 },
  ],
  correction,
});
const after = (...acts: Act[]): Sheet => acts.reduce(act, sheetOf(question()));

describe('a sheet', () => {
  it('begins with the boxes of the model in view and nothing said', () => {
    const sheet = after();
    expect(shownLesions(sheet)).toHaveLength(2);
    expect(sheet.said).toEqual(NOTHING_SAID);
    expect(anythingSaid(sheet.said)).toBe(false);
  });

  it('begins with what was said before', () => {
    const before = { ...NOTHING_SAID, organ: 'upper' as const, lesions: [] };
    const sheet = sheetOf(
      question({
        ...before,
        round: 'round-20261126-184500-0a1b',
        frame: 3,
        by: 'A',
        at: '2026-11-26T18:00:00Z',
      }),
    );
    expect(sheet.said).toEqual(before);
    expect(shownLesions(sheet)).toEqual([]);
  });

  it('accepts what is shown; other parts stay unsaid', () => {
    const { said } = after({ type: 'accept' });
    expect(said).toEqual({
      ...NOTHING_SAID,
      lesions: [
        { box: [0.1, 0.1, 0.2, 0.2], type: 'unknown' },
        { box: [0.6, 0.6, 0.2, 0.2], type: 'unknown' },
      ],
    });
  });

  it('accepting again says nothing new, and does not undo "none"', () => {
    const none = after({ type: 'none' });
    expect(none.said.lesions).toEqual([]);
    expect(act(none, { type: 'accept' }).said).toBe(none.said);
  });

  it('takes the boxes over at the first touch: removed, drawn, named', () => {
    const removed = after({ type: 'choose', at: 1 }, { type: 'remove' });
    expect(removed.said.lesions).toEqual([{ box: [0.1, 0.1, 0.2, 0.2], type: 'unknown' }]);
    const drawn = act(removed, { type: 'add', box: [0.4, 0.4, 0.1, 0.1] });
    expect(drawn.said.lesions).toHaveLength(2);
    expect(drawn.chosen).toBe(1);
    expect(act(drawn, { type: 'lesion-type', to: 'neoplastic' }).said.lesions?.[1]?.type).toBe('neoplastic');
  });

  it('does not guess which of two boxes is meant', () => {
    const sheet = after();
    expect(act(sheet, { type: 'remove' }).said).toBe(sheet.said);
    expect(act(sheet, { type: 'lesion-type', to: 'neoplastic' }).said).toBe(sheet.said);
  });

  it('turns a part through its values and back to not said', () => {
    const organs = [1, 2, 3, 4].map(
      (times) => after(...Array<Act>(times).fill({ type: 'turn', part: 'organ' })).said.organ,
    );
    expect(organs).toEqual(['colon', 'upper', 'outside', null]);
    expect(after({ type: 'turn', part: 'usable' }).said.usable).toBe(false);
  });

  it('undoes step by step to what the station has, and no further', () => {
    const said = after({ type: 'none' }, { type: 'turn', part: 'organ' });
    const once = act(said, { type: 'undo' });
    expect(once.said).toEqual({ ...NOTHING_SAID, lesions: [] });
    const twice = act(once, { type: 'undo' });
    expect(twice.said).toEqual(NOTHING_SAID);
    expect(act(twice, { type: 'undo' })).toBe(twice);
  });
});
