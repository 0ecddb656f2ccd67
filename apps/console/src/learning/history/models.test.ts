import type { AuditEntry, ModelEvent } from '@haustra/domain';
import { describe, expect, it } from 'vitest';
import { previousModel, promotedAt } from './models.js';

const zero = '0'.repeat(64);
const journal = (...events: ModelEvent[]): AuditEntry[] =>
  events.map((event, seq) => ({
    seq,
    at: `2026-11-26T18:0${seq}:00Z`,
    by: `P${seq}`,
    event,
    prev: zero,
    hash: zero,
  }));
const promoted = (model: string, before: string | null, forced = false): ModelEvent => ({
  type: 'promoted',
  model,
  before,
  gate: null,
  forced,
});
const back = (model: string | null, before: string): ModelEvent => ({ type: 'rolled-back', model, before });

describe('what the audit journal tells of the model in use', () => {
  it('the one before is the shipped one after the first promotion', () => {
    expect(previousModel(journal(promoted('a', null)))).toBeNull();
  });

  it('promotions pile up, rolling back takes the upper one off', () => {
    expect(previousModel(journal(promoted('a', null), promoted('b', 'a')))).toBe('a');
    expect(previousModel(journal(promoted('a', null), promoted('b', 'a'), back('a', 'b')))).toBeNull();
    expect(
      previousModel(journal(promoted('a', null), back(null, 'a'), promoted('c', null), promoted('d', 'c'))),
    ).toBe('c');
  });

  it('since when, by whom, and whether by force', () => {
    const entries = journal(promoted('a', null, true), promoted('b', 'a'), back('a', 'b'));
    expect(promotedAt(entries, 'a')).toEqual({ at: '2026-11-26T18:02:00Z', by: 'P2', forced: true });
    expect(promotedAt(entries, 'c')).toBeNull();
  });
});
