import { ms } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { bestPhotos, type PhotoCandidate, photoChecklist } from './photo-list.js';
import { isPhotoPlace, PHOTO_PLACES, UPPER_PLACES } from './photo-places.js';

const taken = (...places: string[]) => places.map((place) => ({ place }));

describe('photo checklist', () => {
  it('misses every place but the ileum at first', () => {
    const { missing, caecumProved } = photoChecklist([]);
    expect(missing).toEqual(PHOTO_PLACES.map(({ id }) => id).filter((id) => id !== 'terminal-ileum'));
    expect(caecumProved).toBe(false);
  });

  it('takes orifice and valve, or the ileum, for proof of the caecum', () => {
    expect(photoChecklist(taken('appendiceal-orifice')).caecumProved).toBe(false);
    expect(photoChecklist(taken('appendiceal-orifice', 'ileocaecal-valve')).caecumProved).toBe(true);
    const ileum = photoChecklist(taken('terminal-ileum'));
    expect(ileum.caecumProved).toBe(true);
    expect(ileum.missing).not.toContain('ileocaecal-valve');
  });

  it('misses nothing when all is there', () => {
    expect(photoChecklist(PHOTO_PLACES.map(({ id }) => ({ place: id }))).missing).toEqual([]);
  });
});

describe('photo checklist of a gastroscopy', () => {
  it('has 22 sites, no caecum, and nothing that the engine takes by itself', () => {
    const { missing, caecumProved } = photoChecklist(taken('antrum-greater', 'rectum'), 'upper');
    expect(new Set(UPPER_PLACES.map(({ id }) => id)).size).toBe(22);
    expect(missing).toHaveLength(21);
    expect(caecumProved).toBeNull();
    expect(UPPER_PLACES.some(({ byEngine }) => byEngine)).toBe(false);
    expect([isPhotoPlace('angulus-lesser'), isPhotoPlace('caecum'), isPhotoPlace('elbow')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('best photos', () => {
  const candidate = (frameId: number, more: Partial<PhotoCandidate> = {}): PhotoCandidate => ({
    frameId,
    timeMs: ms(frameId * 40),
    usable: 0.9,
    sharp: 0.8,
    shows: { transverse: 0.9 },
    ...more,
  });

  it('are sharp, usable, of the place, and without an instrument', () => {
    const candidates = [
      candidate(1, { sharp: 0.5 }),
      candidate(2, { instrument: 0.9 }),
      candidate(3),
      candidate(4, { usable: 0.7 }),
      candidate(5, { shows: { rectum: 0.9 } }),
    ];
    expect(bestPhotos(candidates, ['transverse', 'rectum', 'sigmoid'])).toMatchObject([
      { place: 'transverse', frameId: 3 },
      { place: 'rectum', frameId: 5 },
    ]);
  });

  it('are none where nothing is good enough, and the earliest of equals in any order', () => {
    expect(bestPhotos([candidate(1, { sharp: 0.3 }), candidate(2, { usable: 0.5 })], ['transverse'])).toEqual(
      [],
    );
    const equals = [candidate(7), candidate(4), candidate(9)];
    for (const order of [equals, [...equals].reverse()]) {
      expect(bestPhotos(order, ['transverse'])[0]?.frameId).toBe(4);
    }
  });
});
