import type { Author, JournalEntry } from '@haustra/domain';

/** A picture of the examination that stands: taken, and not dropped since. */
export interface KeptPhoto {
  /** Name within the examination's folder. */
  readonly file: string;
  /** Examination time that it shows, milliseconds. */
  readonly atMs: number;
  readonly author: Author;
  readonly frameId: number | null;
  readonly lesionId: number | null;
  /** What it shows, as last said; null where nobody said. */
  readonly place: string | null;
}

/** Takes in one entry of the journal; the same entry twice changes nothing more. Pure. */
export function photoStep(
  book: readonly KeptPhoto[],
  { event, atMs, author }: JournalEntry,
): readonly KeptPhoto[] {
  switch (event.type) {
    case 'photo-taken': {
      const { file, frameId, lesionId, place = null } = event;
      const kept: KeptPhoto = { file, atMs, author, frameId, lesionId, place };
      return [...book.filter((one) => one.file !== file), kept];
    }
    case 'photo-placed':
      return book.map((one) => (one.file === event.file ? { ...one, place: event.place } : one));
    case 'photo-dropped':
      return book.filter(({ file }) => file !== event.file);
    default:
      return book;
  }
}

/** Those of which it is said what they show. */
export const placedPhotos = (
  book: readonly KeptPhoto[],
): readonly (KeptPhoto & { readonly place: string })[] =>
  book.filter((one): one is KeptPhoto & { readonly place: string } => one.place !== null);

/** The picture that documents a place: the doctor's before the engine's, of several the latest; null where none does. */
export function photoOf(book: readonly KeptPhoto[], place: string): KeptPhoto | null {
  const here = book.filter((one) => one.place === place);
  return here.findLast(({ author }) => author === 'doctor') ?? here.at(-1) ?? null;
}
