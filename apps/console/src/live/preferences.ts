import { OPERATING_POINTS } from '@haustra/domain';
import { z } from 'zod';
import { LANGUAGES } from '../messages/i18n.js';

/** What the page remembers on this computer. Nothing of a patient is ever kept here. */
const PreferencesSchema = z.object({
  language: z.enum(LANGUAGES),
  mode: z.enum(['paired', 'immediate']),
  sound: z.boolean(),
  /** Of tones and spoken prompts. */
  volume: z.number().min(0.1).max(1),
  /** The way to the lumen is drawn on the picture. */
  lumen: z.boolean(),
  /** The map of the wall seen is shown. */
  wall: z.boolean(),
  /** Examinations are held for practice, with a score sheet. */
  training: z.boolean(),
  /** Reminders for those who learn; null: they go with training mode. */
  guidance: z.boolean().nullable(),
  operatingPoint: z.enum(OPERATING_POINTS).nullable(),
  /** `KeyboardEvent.code` of the keys that take a photo beside Space: foot pedals act as keyboards. */
  photoKeys: z.array(z.string().max(40)).max(8),
  /** Name of the doctor who answers for corrections and decisions at this computer. */
  doctor: z.string().max(80).nullable(),
});
export type Preferences = z.infer<typeof PreferencesSchema>;

const NAME = 'haustra.preferences';

function defaults(): Preferences {
  const language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  return {
    language,
    mode: 'paired',
    sound: true,
    volume: 1,
    lumen: false,
    wall: true,
    training: false,
    guidance: null,
    operatingPoint: null,
    photoKeys: ['PageDown'],
    doctor: null,
  };
}

/** The browser's storage; null where it is refused. */
export function browserStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** The remembered choices; defaults where there are none, or where they cannot be read. */
export function readPreferences(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(NAME) ?? '{}');
    const merged = PreferencesSchema.safeParse({ ...defaults(), ...(stored as object) });
    return merged.success ? merged.data : defaults();
  } catch {
    return defaults();
  }
}

/** Remembers choices. A browser that refuses to store them still runs. */
export function writePreferences(change: Partial<Preferences>): Preferences {
  const next = { ...readPreferences(), ...change };
  try {
    localStorage.setItem(NAME, JSON.stringify(next));
  } catch {
    // Private windows may refuse; the choice then holds until the page is closed.
  }
  return next;
}
