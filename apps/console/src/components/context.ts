import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { LiveSession } from '../live/session.js';
import type { ConsoleState } from '../state/state.js';

export const SessionContext = createContext<LiveSession | null>(null);

/** The live session of the page. */
export function useSession(): LiveSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error('SessionContext is missing above this component');
  return session;
}

/** A part of the state; the component renders again only when this part changes. */
export function useConsole<T>(select: (state: ConsoleState) => T): T {
  const { store } = useSession();
  return useSyncExternalStore(store.subscribe, () => select(store.state));
}

/** The time now (`Date.now`), renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
