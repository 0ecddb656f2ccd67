import { WHOLE } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { FieldKeeper } from './keeper.js';

const field = { x: 0.3, y: 0.05, w: 0.6, h: 0.9 };
const smaller = { x: 0.3, y: 0.05, w: 0.4, h: 0.6 };
const larger = { x: 0.1, y: 0, w: 0.9, h: 1 };

const settled = () => {
  const keeper = new FieldKeeper();
  for (let i = 0; i < 6; i += 1) keeper.update(field);
  return keeper;
};

describe('FieldKeeper', () => {
  it('is the whole picture until a field was seen, then that field', () => {
    const keeper = new FieldKeeper();
    expect(keeper.field).toEqual(WHOLE);
    expect(keeper.update(null)).toEqual(WHOLE);
    expect(keeper.update(field)).toEqual(field);
  });

  it('joins the first sightings, which may each be partly dark', () => {
    const keeper = new FieldKeeper();
    keeper.update({ x: 0.3, y: 0.05, w: 0.3, h: 0.9 });
    const both = keeper.update({ x: 0.5, y: 0.05, w: 0.4, h: 0.9 });
    expect(both.x).toBeCloseTo(0.3);
    expect(both.w).toBeCloseTo(0.6);
  });

  it('does not move for a dark or flooded moment, nor for jitter', () => {
    const keeper = settled();
    for (let i = 0; i < 11; i += 1) expect(keeper.update(smaller)).toEqual(field);
    expect(keeper.update(field)).toEqual(field);
    for (let i = 0; i < 3; i += 1) expect(keeper.update(larger)).toEqual(field);
    expect(keeper.update(null)).toEqual(field);
    expect(keeper.update({ ...field, x: 0.301 })).toEqual(field);
  });

  it('follows a lasting change', () => {
    const grown = settled();
    for (let i = 0; i < 4; i += 1) grown.update(larger);
    expect(grown.field).toEqual(larger);
    const shrunk = settled();
    for (let i = 0; i < 12; i += 1) shrunk.update(smaller);
    expect(shrunk.field).toEqual(smaller);
  });

  it('does not believe sightings that disagree with each other', () => {
    const keeper = settled();
    for (let i = 0; i < 30; i += 1) keeper.update({ ...smaller, x: 0.1 + (i % 3) * 0.2 });
    expect(keeper.field).toEqual(field);
  });
});
