import { useEffect } from 'react';
import { type Command, commandOf, type Focus } from '../live/keys.js';
import type { LiveSession } from '../live/session.js';

/** What the page itself does on a key; the rest goes to the session. */
export interface PageCommands {
  readonly full: () => void;
  readonly diagnostics: () => void;
  readonly help: () => void;
  /** Open a choice at the side of the page, or close it. */
  readonly checklist: () => void;
  readonly bbps: () => void;
  readonly where: () => void;
  readonly wall: () => void;
}

function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return 'text';
  if (target instanceof HTMLInputElement) return target.type === 'radio' ? 'control' : 'text';
  return target.closest('button, a, summary') ? 'control' : 'page';
}

function run(command: Command, session: LiveSession, page: PageCommands): void {
  const { state } = session.store;
  const actions: Record<Command, () => unknown> = {
    photo: () => session.photo(),
    freeze: () => session.toggleFreeze(),
    record: () => session.toggleRecording(),
    switch: () => session.setOperatingPoint(state.operatingPoint === 'A' ? 'B' : 'A'),
    clock: () => session.words.pauseClock(!state.exam.paused),
    caecum: () => session.words.judgeCaecum(),
    mute: () => session.words.mutePrompts(!state.view?.standing?.promptsMuted),
    confirm: () => session.words.confirmPhoto(),
    undo: () => session.words.undoPhoto(),
    lumen: () => session.setLumen(!state.lumen),
    sound: () => session.setSound(!state.sound),
    ...page,
  };
  actions[command]();
}

/**
 * Listens to the keyboard, and to foot pedals, which act as keyboards. `aside`: another page lies over the live one and
 * has the keyboard; the pedals still take photos of a running examination.
 */
export function useCommands(
  session: LiveSession,
  photoKeys: readonly string[],
  page: PageCommands,
  aside: boolean,
): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      session.sound.unlock();
      const command = commandOf(event, photoKeys, focusOf(event.target));
      if (!command) return;
      const pedal = photoKeys.includes(event.code) && session.store.state.exam.status === 'running';
      if (aside && !pedal) return;
      event.preventDefault();
      run(command, session, page);
    };
    // A focused button would be pressed by the release of Space, which is a photo here.
    const release = (event: KeyboardEvent) => {
      if (!aside && event.code === 'Space' && focusOf(event.target) === 'control') event.preventDefault();
    };
    const touch = () => session.sound.unlock();
    addEventListener('keydown', press);
    addEventListener('keyup', release);
    addEventListener('pointerdown', touch);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener('keyup', release);
      removeEventListener('pointerdown', touch);
    };
  }, [session, photoKeys, page, aside]);
}
