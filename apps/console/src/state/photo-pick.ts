import { type KeptPhoto, proposedPhotos } from '@haustra/clinical';

/** For so long after it was taken a photo without a place is what the next letter names, examination time. */
const NAMED_WITHIN_MS = 15_000;

/**
 * The photo that the doctor has just taken and not said anything of: picking a place then says what it shows. Null where
 * there is none: picking a place then takes a photo. Pure.
 */
export function photoToName(book: readonly KeptPhoto[], nowMs: number): KeptPhoto | null {
  const last = book.at(-1);
  if (last === undefined || last.author !== 'doctor' || last.place !== null) return null;
  return nowMs - last.atMs <= NAMED_WITHIN_MS ? last : null;
}

/** For so long the engine's last picture is offered for a yes or no, examination time. */
const OFFERED_MS = 60_000;

/** The picture that the engine took last and that nobody has answered, while it is fresh; null where there is none. Pure. */
export function freshProposal(
  book: readonly KeptPhoto[],
  nowMs: number,
): (KeptPhoto & { readonly place: string }) | null {
  const last = proposedPhotos(book).at(-1);
  return last !== undefined && nowMs - last.atMs <= OFFERED_MS ? last : null;
}

/** The letters of a checklist, in its order, as `KeyboardEvent.code` and as they are shown. */
export const pickLetter = (index: number): { readonly code: string; readonly text: string } => {
  const text = String.fromCharCode(65 + index);
  return { code: `Key${text}`, text };
};

/** What is wanting for the proof of the caecum, as far as its photos go. */
export function proofMissing(missing: readonly string[]): 'both' | 'orifice' | 'valve' {
  const orifice = missing.includes('appendiceal-orifice');
  const valve = missing.includes('ileocaecal-valve');
  return orifice === valve ? 'both' : orifice ? 'orifice' : 'valve';
}
