import { useState } from 'react';
import { readPreferences, writePreferences } from '../live/preferences.js';

/** Name of the person who answers for corrections and decisions here; remembered on this computer. Null: not asked yet. */
export function useDoctor(): readonly [string | null, (name: string) => void] {
  const [doctor, setDoctor] = useState(() => readPreferences().doctor);
  const remember = (name: string) => {
    writePreferences({ doctor: name });
    setDoctor(name);
  };
  return [doctor, remember];
}
