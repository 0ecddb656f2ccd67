import type { KeptPhoto } from '@haustra/clinical';
import { describe, expect, it } from 'vitest';
import { photoToName, pickLetter, proofMissing } from './photo-pick.js';

const photo = (more: Partial<KeptPhoto> = {}): KeptPhoto => ({
  file: 'photos/photo-0001.jpg',
  atMs: 10_000,
  author: 'doctor',
  frameId: 1,
  lesionId: null,
  place: null,
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

it('gives letters that lie on the keyboard', () => {
  expect(pickLetter(0)).toEqual({ code: 'KeyA', text: 'A' });
  expect(pickLetter(21)).toEqual({ code: 'KeyV', text: 'V' });
});

it('says what is wanting for the proof of the caecum', () => {
  expect(proofMissing(['appendiceal-orifice', 'ileocaecal-valve', 'rectum'])).toBe('both');
  expect(proofMissing(['ileocaecal-valve'])).toBe('valve');
  expect(proofMissing(['appendiceal-orifice'])).toBe('orifice');
});
