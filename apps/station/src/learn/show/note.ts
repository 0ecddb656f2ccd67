import type { LearnMessages } from '../messages/index.js';

/** A note of progress in the words of a language: numbers stay, known words are replaced, others are left. Pure. */
export function noteText(note: string, { notes }: Pick<LearnMessages, 'notes'>): string {
  return Object.entries(notes).reduce((text, [from, to]) => text.replaceAll(from, to), note);
}
