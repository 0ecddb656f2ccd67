/** Words in notes of progress, which come from several programs, longer ones first; each with the key of its text. */
const WORDS = [
  ['timing this machine', 'learn.note.timing-this-machine'],
  ['looking for leaks', 'learn.note.looking-for-leaks'],
  ['pictures/s', 'learn.note.pictures-per-s'],
  ['frames/s', 'learn.note.frames-per-s'],
  ['frozen set', 'learn.note.frozen-set'],
  ['pretrain:', 'learn.note.pretrain'],
  ['release:', 'learn.note.release'],
  ['train:', 'learn.note.train'],
  ['comparing', 'learn.note.comparing'],
  ['pictures', 'learn.note.pictures'],
  ['seconds', 'learn.note.seconds'],
  ['loss', 'learn.note.loss'],
] as const;

/** A note in the words of the page's language: numbers stay, known words are replaced, others are left. Pure. */
export function noteText(note: string, t: (key: (typeof WORDS)[number][1]) => string): string {
  return WORDS.reduce((text, [from, key]) => text.replaceAll(from, t(key)), note).trim();
}
