import { describe, expect, it } from 'vitest';
import { hashOf, LEARNING_TABS, routeOf } from './route.js';

const round = 'round-20261126-184500-0a1b';

describe('routes', () => {
  it('lead to the live page unless learning is asked for', () => {
    for (const hash of ['', '#', '#/', '#/elsewhere', '#learning'])
      expect(routeOf(hash)).toEqual({ page: 'live' });
  });

  it('name a tab and a round; what is not known falls back', () => {
    expect(routeOf('#/learning')).toEqual({ page: 'learning', tab: 'now', round: null });
    expect(routeOf('#/learning/ask')).toEqual({ page: 'learning', tab: 'ask', round: null });
    expect(routeOf(`#/learning/gate/${round}`)).toEqual({ page: 'learning', tab: 'gate', round });
    expect(routeOf('#/learning/other/..%2F..')).toEqual({ page: 'learning', tab: 'now', round: null });
  });

  it('are the same again when written and read', () => {
    for (const tab of LEARNING_TABS)
      for (const each of [null, round]) {
        const route = { page: 'learning', tab, round: each } as const;
        expect(routeOf(hashOf(route))).toEqual(route);
      }
    expect(routeOf(hashOf({ page: 'live' }))).toEqual({ page: 'live' });
  });
});
