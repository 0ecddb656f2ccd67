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
  /** A person said so. What the engine says of its own pictures is a proposal, and documents nothing. */
  readonly confirmed: boolean;
}

/** Takes in one entry of the journal; the same entry twice changes nothing more. Pure. */
export function photoStep(
  book: readonly KeptPhoto[],
  { event, atMs, author }: JournalEntry,
): readonly KeptPhoto[] {
  switch (event.type) {
    case 'photo-taken': {
      const { file, frameId, lesionId, place = null } = event;
      const kept: KeptPhoto = {
        file,
        atMs,
        author,
        frameId,
        lesionId,
        place,
        confirmed: place !== null && author !== 'engine',
      };
      return [...book.filter((one) => one.file !== file), kept];
    }
    case 'photo-placed':
      return book.map((one) =>
        one.file === event.file ? { ...one, place: event.place, confirmed: event.place !== null } : one,
      );
    case 'photo-dropped':
      return book.filter(({ file }) => file !== event.file);
    default:
      return book;
  }
}

type Placed = KeptPhoto & { readonly place: string };

/** Those that document a place. */
export const placedPhotos = (book: readonly KeptPhoto[]): readonly Placed[] =>
  book.filter((one): one is Placed => one.place !== null && one.confirmed);

/** Those of which only the engine says what they show; nobody has looked at them yet. */
export const proposedPhotos = (book: readonly KeptPhoto[]): readonly Placed[] =>
  book.filter((one): one is Placed => one.place !== null && !one.confirmed);

/** The picture of a place: one that documents it before a proposal, of several the latest; null where there is none. */
export function photoOf(book: readonly KeptPhoto[], place: string): KeptPhoto | null {
  const here = book.filter((one) => one.place === place);
  return here.findLast(({ confirmed }) => confirmed) ?? here.at(-1) ?? null;
}
