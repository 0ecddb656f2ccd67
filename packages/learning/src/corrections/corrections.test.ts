import { type Correction, IndexRowSchema } from '@haustra/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOfId, sayingOf } from './from-row.js';
import { INDEX_COLUMNS, indexCells, indexLine } from './index-cells.js';
import { frameKey, lastWords } from './last-word.js';

const ROUND = 'round-20260102-030405-0a0b';
const correction = (frame: number, said: Partial<Correction> = {}): Correction => ({
  round: ROUND,
  frame,
  by: 'Dr Li',
  at: '2026-01-02T03:04:05.000Z',
  organ: null,
  usable: null,
  cleanliness: null,
  caecum: null,
  lesions: null,
  ...said,
});

describe('the last word on a frame', () => {
  it('counts, and a line that says nothing takes it back', () => {
    const words = lastWords([
      correction(1, { organ: 'colon' }),
      correction(2, { lesions: [] }),
      correction(1, { organ: 'upper', usable: false }),
      correction(2),
      correction(3, { caecum: false }),
    ]);
    expect([...words.keys()]).toEqual([frameKey(ROUND, 1), frameKey(ROUND, 3)]);
    expect(words.get(frameKey(ROUND, 1))).toMatchObject({ organ: 'upper', usable: false });
  });
});

const said = fc.record({
  organ: fc.constantFrom('colon', 'upper', 'outside', null),
  usable: fc.constantFrom(true, false, null),
  cleanliness: fc.constantFrom('bbps-0-1', 'bbps-2-3', 'impacted-stool', null),
  caecum: fc.constantFrom(true, null),
  lesions: fc.option(
    fc.array(
      fc.record({
        box: fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 1000 }).map((v) => v / 1000))),
        type: fc.constantFrom('unknown', 'neoplastic', 'non-neoplastic'),
      }),
      { maxLength: 4 },
    ),
  ),
});

describe('a correction as a row of an index', () => {
  it('is read back as it was said, whatever was said', () => {
    fc.assert(
      fc.property(said, (what) => {
        const one = correction(7, what as Partial<Correction>);
        const cells = indexCells({
          id: frameKey(ROUND, 7),
          image: 'frames/7.jpg',
          sequence: 'a, "b".mp4',
          width: 640,
          height: 512,
          correction: one,
        });
        const row = IndexRowSchema.parse(cells);
        expect(row.split).toBe('train');
        const { organ, usable, cleanliness, caecum, lesions } = one;
        expect(sayingOf(row)).toEqual({ organ, usable, cleanliness, caecum, lesions });
        expect(frameOfId(row.id)).toEqual({ round: ROUND, frame: 7 });
      }),
    );
  });

  it('says nothing of a picture that nobody looked at', () => {
    const cells = indexCells({
      id: frameKey(ROUND, 0),
      image: 'frames/0.jpg',
      sequence: 'a.mp4',
      width: 4,
      height: 3,
      correction: null,
    });
    expect(indexLine(cells)).toBe(`${ROUND}/0,frames/0.jpg,site,unlabelled,4,3,,a.mp4,,,,,,,,\n`);
    expect(INDEX_COLUMNS).toHaveLength(16);
  });

  it('takes no other picture for one of a round', () => {
    for (const id of ['x', `${ROUND}/`, `${ROUND}/../1`, `../${ROUND}/1`, `${ROUND}/1/2`])
      expect(frameOfId(id)).toBeNull();
  });
});
