import type { Box } from '@haustra/domain';
import type { Stroke } from '../../live/keys.js';
import { dragged } from './box.js';
import type { Act, Part } from './sheet.js';

/** What a key asks for at the doctor's desk. */
export type AskCommand =
  | { readonly type: 'act'; readonly act: Act; readonly goOn: boolean }
  | { readonly type: 'go'; readonly by: 1 | -1 }
  | { readonly type: 'draw' }
  | { readonly type: 'reshape' }
  | { readonly type: 'help' };

const doing = (act: Act, goOn = false): AskCommand => ({ type: 'act', act, goOn });
const turning = (part: Part): AskCommand => doing({ type: 'turn', part });

/** By place on the keyboard, so that they stay the same in every layout and with a Chinese input method. */
const KEYS: Readonly<Record<string, AskCommand>> = {
  Enter: doing({ type: 'accept' }, true),
  KeyN: doing({ type: 'none' }, true),
  Delete: doing({ type: 'remove' }),
  Backspace: doing({ type: 'remove' }),
  Digit1: doing({ type: 'lesion-type', to: 'unknown' }),
  Digit2: doing({ type: 'lesion-type', to: 'neoplastic' }),
  Digit3: doing({ type: 'lesion-type', to: 'non-neoplastic' }),
  Numpad1: doing({ type: 'lesion-type', to: 'unknown' }),
  Numpad2: doing({ type: 'lesion-type', to: 'neoplastic' }),
  Numpad3: doing({ type: 'lesion-type', to: 'non-neoplastic' }),
  KeyB: doing({ type: 'choose-next' }),
  Escape: doing({ type: 'choose', at: null }),
  KeyO: turning('organ'),
  KeyU: turning('usable'),
  KeyC: turning('cleanliness'),
  KeyK: turning('caecum'),
  KeyD: { type: 'draw' },
  KeyE: { type: 'reshape' },
  ArrowRight: { type: 'go', by: 1 },
  ArrowLeft: { type: 'go', by: -1 },
};

/** What a key press asks for, or null. `control`: the focus is on a button, which Enter presses. */
export function askCommandOf(stroke: Stroke, control: boolean): AskCommand | null {
  if (stroke.altKey) return null;
  if (stroke.ctrlKey || stroke.metaKey) return stroke.code === 'KeyZ' ? doing({ type: 'undo' }) : null;
  if (stroke.key === '?') return { type: 'help' };
  if (control && stroke.code === 'Enter') return null;
  const command = KEYS[stroke.code] ?? null;
  // A key that is held down turns pages, but says nothing twice.
  return stroke.repeat && command?.type !== 'go' ? null : command;
}

/** What a key does to a box that is being drawn or reshaped by keyboard. */
export type SketchStep = { readonly box: Box } | 'keep' | 'drop' | null;

const STEP = 0.02;
const FINE = 0.004;

/** Arrows move the box, with Shift they move its right lower corner, with Alt in small steps; Enter keeps, Esc drops. */
export function sketchStep(
  box: Box,
  stroke: { readonly code: string; readonly shiftKey: boolean; readonly altKey: boolean },
): SketchStep {
  if (stroke.code === 'Enter' || stroke.code === 'Space') return 'keep';
  if (stroke.code === 'Escape' || stroke.code === 'Delete' || stroke.code === 'Backspace') return 'drop';
  const step = stroke.altKey ? FINE : STEP;
  const ways: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  };
  const way = ways[stroke.code];
  return way ? { box: dragged(box, stroke.shiftKey ? 'se' : 'move', { x: way[0], y: way[1] }) } : null;
}
