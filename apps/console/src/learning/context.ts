import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { asCallFailure, type CallFailure } from './api/failure.js';
import type { LearningDesk } from './desk.js';
import type { LearningState } from './state.js';

export const DeskContext = createContext<LearningDesk | null>(null);

/** The learning desk of the page. */
export function useDesk(): LearningDesk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('DeskContext is missing above this component');
  return desk;
}

/** A part of the learning state; the component renders again only when this part changes. */
export function useLearning<T>(select: (state: LearningState) => T): T {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, () => select(desk.state));
}

/** Looks at the station while this component is mounted and the browser's tab is seen. */
export function useOpenDesk(): void {
  const desk = useDesk();
  useEffect(() => {
    const seen = () => (document.hidden ? desk.close() : desk.open());
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      desk.close();
    };
  }, [desk]);
}

export interface Loaded<T> {
  /** Null until it came. */
  readonly value: T | null;
  readonly failure: CallFailure | null;
  again(): void;
}

/**
 * Something of the station, loaded when `of` changes (what was there is then forgotten) or `version` does (it stays until
 * the new one is there). `of` null loads nothing.
 */
export function useLoaded<T>(
  load: (desk: LearningDesk) => Promise<T>,
  of: string | null,
  version: string | number = 0,
): Loaded<T> {
  const desk = useDesk();
  const [tries, setTries] = useState(0);
  const [got, setGot] = useState<{ of: string; value: T | null; failure: CallFailure | null } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` is a new function at each rendering; `of` and `version` say what it loads
  useEffect(() => {
    if (of === null) return;
    let stale = false;
    load(desk).then(
      (value) => stale || setGot({ of, value, failure: null }),
      (thrown: unknown) =>
        stale ||
        setGot((known) => ({
          of,
          value: known?.of === of ? known.value : null,
          failure: asCallFailure(thrown),
        })),
    );
    return () => {
      stale = true;
    };
  }, [desk, of, version, tries]);
  const again = useCallback(() => setTries((n) => n + 1), []);
  const known = got !== null && got.of === of ? got : null;
  return { value: known?.value ?? null, failure: known?.failure ?? null, again };
}
