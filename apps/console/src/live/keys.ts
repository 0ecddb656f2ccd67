export const COMMANDS = [
  'photo',
  'freeze',
  'record',
  'switch',
  'clock',
  'caecum',
  'mute',
  'lumen',
  'wall',
  'sound',
  'checklist',
  'undo',
  'confirm',
  'bbps',
  'where',
  'full',
  'diagnostics',
  'help',
] as const;
export type Command = (typeof COMMANDS)[number];

/** Keys by their place on the keyboard, so that they stay the same in every layout. */
const KEYS: Readonly<Record<string, Command>> = {
  Space: 'photo',
  KeyF: 'freeze',
  KeyR: 'record',
  KeyA: 'switch',
  KeyP: 'clock',
  KeyC: 'caecum',
  KeyM: 'mute',
  KeyL: 'lumen',
  KeyV: 'wall',
  KeyS: 'sound',
  KeyK: 'checklist',
  KeyZ: 'undo',
  KeyY: 'confirm',
  KeyG: 'bbps',
  KeyH: 'where',
  Enter: 'full',
  KeyD: 'diagnostics',
};

export interface Stroke {
  readonly code: string;
  readonly key: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Where the focus is: writing text, on a control that Enter presses, or nowhere in particular. */
export type Focus = 'text' | 'control' | 'page';

/** What a key press asks for, or null. `photoKeys` are `KeyboardEvent.code`s beside Space. */
export function commandOf(stroke: Stroke, photoKeys: readonly string[], focus: Focus): Command | null {
  if (stroke.repeat || stroke.ctrlKey || stroke.metaKey || stroke.altKey || focus === 'text') return null;
  if (stroke.key === '?') return 'help';
  if (stroke.code === 'Enter' && focus === 'control') return null;
  if (photoKeys.includes(stroke.code)) return 'photo';
  return KEYS[stroke.code] ?? null;
}

/** True for a key that may be given to a foot pedal: not one that already means something. */
export const freeForPhoto = (code: string): boolean =>
  code !== '' &&
  !(code in KEYS) &&
  code !== 'Escape' &&
  code !== 'Tab' &&
  !/^(Shift|Control|Alt|Meta)/.test(code);
