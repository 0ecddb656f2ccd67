import { useMemo, useSyncExternalStore } from 'react';
import { type Route, routeOf } from './route.js';

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** The route that the address bar names; renewed when it changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, () => location.hash);
  return useMemo(() => routeOf(hash), [hash]);
}
