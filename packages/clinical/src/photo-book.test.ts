import type { Author, EventBody, JournalEntry } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { photoOf, photoStep, placedPhotos, proposedPhotos } from './photo-book.js';

const entry = (event: EventBody, author: Author = 'doctor', atMs = 0): JournalEntry => ({
  seq: 0,
  atMs,
  author,
  event,
  prev: '',
  hash: '',
});
const taken = (file: string, place?: string): EventBody => ({
  type: 'photo-taken',
  file,
  frameId: 1,
  lesionId: null,
  ...(place ? { place } : {}),
});
const book = (...entries: readonly JournalEntry[]) => entries.reduce(photoStep, []);

describe('photo book', () => {
  it('keeps what was taken, says what it shows, and forgets what was dropped', () => {
    const kept = book(
      entry(taken('a.jpg')),
      entry(taken('b.jpg', 'rectum'), 'engine', 500),
      entry({ type: 'photo-placed', file: 'a.jpg', place: 'ileocaecal-valve' }),
      entry(taken('c.jpg')),
      entry({ type: 'photo-dropped', file: 'b.jpg' }),
    );
    expect(kept.map(({ file, place }) => [file, place])).toEqual([
      ['a.jpg', 'ileocaecal-valve'],
      ['c.jpg', null],
    ]);
    expect(placedPhotos(kept).map(({ place }) => place)).toEqual(['ileocaecal-valve']);
  });

  it('is the same when the entries are told again, as after a lost connection', () => {
    const entries = [
      entry(taken('a.jpg')),
      entry({ type: 'photo-placed', file: 'a.jpg', place: 'rectum' }),
      entry(taken('b.jpg')),
      entry({ type: 'photo-dropped', file: 'b.jpg' }),
    ];
    expect(book(...entries, ...entries)).toEqual(book(...entries));
  });

  it('takes a picture of the engine for a proposal until a doctor says what it shows', () => {
    const proposed = book(entry(taken('b.jpg', 'rectum'), 'engine'));
    expect([placedPhotos(proposed).length, proposedPhotos(proposed).length]).toEqual([0, 1]);
    const confirmed = book(
      entry(taken('b.jpg', 'rectum'), 'engine'),
      entry({ type: 'photo-placed', file: 'b.jpg', place: 'rectum' }),
    );
    expect(placedPhotos(confirmed)).toMatchObject([{ author: 'engine', place: 'rectum' }]);
    expect(proposedPhotos(confirmed)).toEqual([]);
  });

  it('puts the doctor’s picture of a place before a later one of the engine', () => {
    const both = book(entry(taken('a.jpg', 'rectum')), entry(taken('b.jpg', 'rectum'), 'engine'));
    expect(photoOf(both, 'rectum')?.file).toBe('a.jpg');
    expect(photoOf(both, 'sigmoid')).toBeNull();
  });
});
