import type { JournalEntry, LiveLesion } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { LesionStrip } from './strip.js';

const lesion = (id: number, score: number, more: Partial<LiveLesion> = {}): LiveLesion => ({
  id,
  score,
  box: [0.1, 0.1, 0.2, 0.2],
  outline: [],
  neoplastic: 0.5,
  call: 'no-call',
  held: false,
  firstMs: 1000,
  ...more,
});

describe('LesionStrip', () => {
  it('wants a still at first sight and when the lesion shows clearly better', () => {
    const strip = new LesionStrip();
    expect(strip.update([lesion(1, 0.5)], 0)).toEqual([1]);
    expect(strip.update([lesion(1, 0.9)], 100)).toEqual([]);
    expect(strip.update([lesion(1, 0.51)], 900)).toEqual([]);
    expect(strip.update([lesion(1, 0.9, { held: true })], 1000)).toEqual([]);
    expect(strip.update([lesion(1, 0.9)], 1100)).toEqual([1]);
  });

  it('asks for the first still once a frame is at hand', () => {
    const strip = new LesionStrip();
    expect(strip.update([lesion(1, 0.5)], 0, false)).toEqual([]);
    expect(strip.update([lesion(1, 0.5)], 40)).toEqual([1]);
  });

  it('keeps lesions that left, with their best score, in the order of first sight', () => {
    const strip = new LesionStrip();
    strip.update([lesion(2, 0.8)], 0);
    strip.update([lesion(1, 0.6, { call: 'neoplastic' })], 40);
    strip.update([lesion(1, 0.4)], 80);
    expect(strip.list()).toMatchObject([
      { id: 2, visible: false, score: 0.8 },
      { id: 1, visible: true, score: 0.6 },
    ]);
    strip.hideAll();
    expect(strip.list().some((entry) => entry.visible)).toBe(false);
  });

  it('learns of earlier lesions from the journal, and knows better what it saw itself', () => {
    const strip = new LesionStrip();
    const line = (event: JournalEntry['event']): JournalEntry => ({
      seq: 1,
      atMs: 500,
      author: 'engine',
      event,
      prev: '',
      hash: '',
    });
    const box: [number, number, number, number] = [0, 0, 1, 1];
    expect(strip.learn(line({ type: 'lesion-seen', lesionId: 3, box, score: 0.4 }))).toBe(true);
    const updated = {
      type: 'lesion-updated',
      lesionId: 3,
      firstMs: 500,
      lastMs: 900,
      frames: 9,
      bestFrameMs: 700,
      bestScore: 0.7,
      box,
      neoplastic: 0.9,
      call: 'neoplastic',
    } as const;
    strip.learn(line(updated));
    expect(strip.list()).toMatchObject([
      { id: 3, call: 'neoplastic', score: 0.7, firstMs: 500, visible: false },
    ]);
    strip.update([lesion(3, 0.8)], 0);
    expect(strip.learn(line(updated))).toBe(false);
    expect(strip.list()).toMatchObject([{ id: 3, score: 0.8, visible: true }]);
  });
});
