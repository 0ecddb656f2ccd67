import { useLayoutEffect } from 'react';
import { askCommandOf, sketchStep } from './ask-keys.js';
import type { Sketch } from './sketch.js';
import type { Ask } from './use-ask.js';

interface AskKeys {
  readonly ask: Ask;
  readonly sketch: Sketch | null;
  /** The picture is on the screen: something can be said of it. */
  readonly seen: boolean;
  /** A dialog has the keyboard. */
  readonly off: boolean;
  setSketch(sketch: Sketch | null): void;
  keep(sketch: Sketch): void;
  begin(kind: 'draw' | 'reshape'): void;
  help(): void;
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio');
const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary') !== null;

/** Listens to the keyboard for the doctor's desk. While a box is drawn, keys belong to the box. */
export function useAskKeys(keys: AskKeys): void {
  // With the page itself, not after it: a key pressed the moment the picture stands there must count.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { ask, sketch, off } = keys;
      if (off || isText(event.target)) return;
      if (sketch !== null) {
        const step = sketchStep(sketch.box, event);
        if (step === null) return;
        event.preventDefault();
        if (step === 'keep') keys.keep(sketch);
        else keys.setSketch(step === 'drop' ? null : { ...sketch, box: step.box });
        return;
      }
      const command = askCommandOf(event, isControl(event.target));
      if (command === null) return;
      event.preventDefault();
      if (!keys.seen && command.type !== 'go' && command.type !== 'help') return;
      if (command.type === 'act') ask.perform(command.act, command.goOn);
      else if (command.type === 'go') ask.go(ask.at + command.by);
      else if (command.type === 'help') keys.help();
      else keys.begin(command.type);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}
