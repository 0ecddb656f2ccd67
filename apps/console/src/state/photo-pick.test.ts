import type { KeptPhoto } from '@haustra/clinical';
import { describe, expect, it } from 'vitest';
import { freshProposal, photoToName, pickLetter, proofMissing } from './photo-pick.js';

const photo = (more: Partial<KeptPhoto> = {}): KeptPhoto => ({
  file: 'photos/photo-0001.jpg',
  atMs: 10_000,
  author: 'doctor',
  frameId: 1,
  lesionId: null,
  place: null,
  confirmed: false,
  ...more,
});

describe('photoToName', () => {
  it('is the doctor’s last photo, for a while, as long as nothing was said of it', () => {
    expect(photoToName([photo()], 12_000)?.file).toBe('photos/photo-0001.jpg');
    expect(photoToName([photo()], 30_000)).toBeNull();
    expect(photoToName([photo({ place: 'rectum' })], 12_000)).toBeNull();
    expect(photoToName([photo(), photo({ author: 'engine' })], 12_000)).toBeNull();
    expect(photoToName([], 12_000)).toBeNull();
  });
});

it('offers the engine’s last picture while it is fresh and unanswered', () => {
  const proposal = photo({ author: 'engine', place: 'transverse' });
  expect(freshProposal([proposal, photo()], 40_000)).toBe(proposal);
  expect(freshProposal([proposal], 80_000)).toBeNull();
  expect(freshProposal([{ ...proposal, confirmed: true }], 40_000)).toBeNull();
});

it('gives letters that lie on the keyboard', () => {
  expect(pickLetter(0)).toEqual({ code: 'KeyA', text: 'A' });
  expect(pickLetter(21)).toEqual({ code: 'KeyV', text: 'V' });
});

it('says what is wanting for the proof of the caecum', () => {
  expect(proofMissing(['appendiceal-orifice', 'ileocaecal-valve', 'rectum'])).toBe('both');
  expect(proofMissing(['ileocaecal-valve'])).toBe('valve');
  expect(proofMissing(['appendiceal-orifice'])).toBe('orifice');
});
