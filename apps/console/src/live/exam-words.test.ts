import type { KeptPhoto } from '@haustra/clinical';
import { describe, expect, it } from 'vitest';
import type { ConsoleState } from '../state/state.js';
import { START } from '../state/testing.js';
import type { DoctorWord } from '../worker/protocol.js';
import { ExamWords } from './exam-words.js';

const standing = {
  insertionMs: 1000,
  withdrawalMs: null,
  effectiveWithdrawalMs: null,
  caecumReached: false,
  caecumByDoctor: false,
  region: null,
  bbps: { right: null, transverse: null, left: null },
  promptsMuted: false,
  lumen: null,
  pace: null,
};
const view = {
  organ: 'colon',
  phase: 'insertion',
  lesionsOff: null,
  standing,
  usable: 1,
  lastResultAt: null,
  lastPaintAt: null,
  behindMs: null,
} as const;
const proposal: KeptPhoto = {
  file: 'photos/photo-0002.jpg',
  atMs: 0,
  author: 'engine',
  frameId: 7,
  lesionId: null,
  place: 'transverse',
  confirmed: false,
};

function rig(change: Partial<ConsoleState> = {}) {
  const said: DoctorWord[] = [];
  const notices: string[] = [];
  const exam = { ...START.exam, status: 'running', id: 'e1', zeroAt: Date.now() } as const;
  const state: ConsoleState = { ...START, exam, view, ...change };
  const words = new ExamWords({
    state: () => state,
    post: (word) => said.push(word),
    notify: (_tone, key) => notices.push(key),
  });
  return { words, said, notices };
}

describe('ExamWords', () => {
  it('says the caecum, takes its own word back, and refuses the engine’s', () => {
    const word = (more: object, organ: 'colon' | 'upper' = 'colon') => {
      const { words, said } = rig({ view: { ...view, organ, standing: { ...standing, ...more } } });
      words.judgeCaecum();
      return said.map((one) => (one.type === 'judge-caecum' ? one.word : one.type));
    };
    expect(word({})).toEqual(['confirmed']);
    expect(word({ caecumReached: true, caecumByDoctor: true })).toEqual(['taken-back']);
    expect(word({ caecumReached: true })).toEqual(['refused']);
    // A gastroscopy has no caecum.
    expect(word({}, 'upper')).toEqual([]);
  });

  it('confirms what the engine has just taken, but not of the caecum, of which it cannot tell the part', () => {
    const { words, said } = rig({ photoBook: [proposal] });
    words.confirmPhoto();
    expect(said).toEqual([{ type: 'place-photo', file: proposal.file, place: 'transverse' }]);
    const caecum = rig({ photoBook: [{ ...proposal, place: 'caecum' }] });
    caecum.words.confirmPhoto();
    expect(caecum.said).toEqual([]);
  });

  it('drops the last photo, and says nothing where no examination runs', () => {
    const { words, said, notices } = rig({ photoBook: [proposal] });
    words.undoPhoto();
    expect(said).toEqual([{ type: 'drop-photo', file: proposal.file }]);
    expect(notices).toEqual(['photos.dropped']);
    const idle = rig({
      exam: START.exam,
    });
    idle.words.correctPlace('sigmoid');
    idle.words.overruleBbps('left', 2);
    idle.words.mutePrompts(true);
    expect([idle.said, idle.notices]).toEqual([[], []]);
  });
});
