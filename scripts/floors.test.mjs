import { describe, expect, it } from 'vitest';
import { brokenFloor } from './floors.mjs';

describe('the floors of the house', () => {
  it.each([
    ['@haustra/exam', '@haustra/vision'],
    ['@haustra/media', '@haustra/domain'],
    ['@haustra/media', '@haustra/store'],
    ['@haustra/station', '@haustra/exam'],
    ['@haustra/console', '@haustra/media/field'],
    ['@haustra/vision', 'onnxruntime-node'],
  ])('%s may import %s', (from, to) => expect(brokenFloor(from, to)).toBeNull());

  it.each([
    ['@haustra/domain', '@haustra/clinical', /only from floors below/],
    ['@haustra/vision', '@haustra/media', /only from floors below/],
    ['@haustra/vision', '@haustra/exam', /only from floors below/],
    ['@haustra/exam', '@haustra/station', /nothing imports an app/],
    ['@haustra/nowhere', '@haustra/domain', /stands on no floor/],
  ])('%s may not import %s', (from, to, why) => expect(brokenFloor(from, to)).toMatch(why));
});
