import { useEffect, useRef } from 'react';
import { readPreferences } from '../live/preferences.js';

/** A choice that nobody makes is put away, so that its letters mean again what they always mean. */
const IDLE_MS = 15_000;

/**
 * While `active`, keys go to a choice on the page first: `pick` says whether the key (`KeyboardEvent.code`) was one of
 * its own; Escape, or nothing for a while, closes it. Foot pedals and text fields keep their keys.
 */
export function usePickKeys(active: boolean, pick: (code: string) => boolean, close: () => void): void {
  const latest = useRef({ pick, close });
  latest.current = { pick, close };
  useEffect(() => {
    if (!active) return;
    const idle = () => setTimeout(() => latest.current.close(), IDLE_MS);
    let timer = idle();
    const press = (event: KeyboardEvent) => {
      const { target, code, repeat, ctrlKey, metaKey, altKey } = event;
      const isText = target instanceof HTMLElement && target.matches('textarea, select, input');
      if (repeat || ctrlKey || metaKey || altKey || isText || readPreferences().photoKeys.includes(code))
        return;
      // Before the choice: what it changes may end this effect at once.
      clearTimeout(timer);
      timer = idle();
      if (code === 'Escape') latest.current.close();
      else if (!latest.current.pick(code)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener('keydown', press, { capture: true });
    return () => {
      clearTimeout(timer);
      removeEventListener('keydown', press, { capture: true });
    };
  }, [active]);
}
