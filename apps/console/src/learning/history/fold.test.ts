import type { AuditEntry, ModelEvent } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { foldCorrections } from './fold.js';

const hash = '0'.repeat(64);
const round = 'round-20261126-184500-0a1b';
const corrected = (frame: number): ModelEvent => ({ type: 'corrected', round, frame });
const entry = (seq: number, by: string, event: ModelEvent): AuditEntry => ({
  seq,
  at: '2026-11-26T18:00:00Z',
  by,
  event,
  prev: hash,
  hash,
});

describe('foldCorrections', () => {
  it('counts a run of corrections of one person as one, and keeps all else', () => {
    const started: ModelEvent = { type: 'round-started', round, current: 'a' };
    const folded = foldCorrections([
      entry(0, 'station', started),
      entry(1, 'Li', corrected(3)),
      entry(2, 'Li', corrected(4)),
      entry(3, 'Wang', corrected(5)),
      entry(4, 'station', started),
      entry(5, 'station', started),
    ]);
    expect(folded.map(({ entry: { seq }, times }) => [seq, times])).toEqual([
      [0, 1],
      [2, 2],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
  });
});
