import { describe, expect, it } from 'vitest';
import { IndexRowSchema } from './index-row.js';

const row = {
  id: 'a/1',
  image: 'images/a/1.jpg',
  source: 'a',
  split: 'test',
  width: '384',
  height: '288',
  organ: 'colon',
  sequence: '',
  polyp: '',
  mask: '',
  boxes: '',
  cleanliness: '',
  landmark: '',
  quality: '',
  light: '',
  licence: 'x',
};

describe('a row of index.csv', () => {
  it('reads an empty cell as not known, never as no', () => {
    const parsed = IndexRowSchema.parse(row);
    expect(parsed.polyp).toBeNull();
    expect(parsed.boxes).toBeNull();
    expect(parsed.quality).toBeNull();
  });

  it('tells "looked at: none" from "not drawn"', () => {
    expect(IndexRowSchema.parse({ ...row, boxes: '[]', polyp: '0' })).toMatchObject({
      boxes: [],
      polyp: false,
    });
  });

  it('reads boxes and refuses what is none', () => {
    const drawn = IndexRowSchema.parse({ ...row, boxes: '[[0.1,0.2,0.3,0.4,"polyp"]]' });
    expect(drawn.boxes).toEqual([[0.1, 0.2, 0.3, 0.4, 'polyp']]);
    expect(() => IndexRowSchema.parse({ ...row, boxes: '[[0.1]' })).toThrow(/boxes/);
    expect(() => IndexRowSchema.parse({ ...row, organ: 'kidney' })).toThrow();
  });
});
