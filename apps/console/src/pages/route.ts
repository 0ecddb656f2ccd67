import { RoundIdSchema } from '@haustra/domain';

export const LEARNING_TABS = ['now', 'frames', 'ask', 'gate', 'shadow', 'history'] as const;
export type LearningTab = (typeof LEARNING_TABS)[number];

/** Where the page stands. `round` null stands for the newest one. */
export type Route =
  | { readonly page: 'live' }
  | { readonly page: 'learning'; readonly tab: LearningTab; readonly round: string | null };

const isTab = (word: string | undefined): word is LearningTab =>
  (LEARNING_TABS as readonly (string | undefined)[]).includes(word);

/**
 * What the part of the address after `#` asks for: `#/learning/gate/round-…`. Whatever is not known leads to the live
 * page, and an unknown tab or round to the first tab or the newest round.
 */
export function routeOf(hash: string): Route {
  const [, page, tab, round] = hash.replace(/^#/, '').split('/');
  if (page !== 'learning') return { page: 'live' };
  return {
    page: 'learning',
    tab: isTab(tab) ? tab : 'now',
    round: RoundIdSchema.safeParse(round).success ? (round ?? null) : null,
  };
}

/** The address of a route; `routeOf(hashOf(route))` is the route again. */
export function hashOf(route: Route): string {
  if (route.page === 'live') return '#/';
  const round = route.round === null ? '' : `/${route.round}`;
  return route.tab === 'now' && round === '' ? '#/learning' : `#/learning/${route.tab}${round}`;
}
