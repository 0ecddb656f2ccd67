import type { Ms, Organ } from '@haustra/domain';
import { PHOTO_PLACES, UPPER_PLACES } from './photo-places.js';
import { PHOTO_LIST } from './rules.js';

/** A picture that was kept, and of which place. */
export interface PhotoTaken {
  readonly place: string;
}

export interface PhotoChecklist {
  /** Places still without a picture; the terminal ileum is not missed where the other proof is there. */
  readonly missing: readonly string[];
  /** The caecum is proved: appendiceal orifice and ileocaecal valve, or the terminal ileum. Null in a gastroscopy. */
  readonly caecumProved: boolean | null;
}

/**
 * What the pictures taken so far leave open, by the checklist of the organ: rule `photo-list-upper` in a gastroscopy,
 * otherwise `photo-list`.
 */
export function photoChecklist(taken: readonly PhotoTaken[], organ: Organ | null = null): PhotoChecklist {
  const have = new Set(taken.map((photo) => photo.place));
  if (organ === 'upper') {
    const missing = UPPER_PLACES.filter(({ id }) => !have.has(id));
    return { missing: missing.map(({ id }) => id), caecumProved: null };
  }
  const ileum = have.has('terminal-ileum');
  const caecumProved = ileum || (have.has('appendiceal-orifice') && have.has('ileocaecal-valve'));
  const missing = PHOTO_PLACES.filter(({ id, proof }) => {
    if (have.has(id)) return false;
    // The ileum is one way to the proof, never one more picture to ask for.
    return proof ? id !== 'terminal-ileum' && !ileum : true;
  });
  return { missing: missing.map(({ id }) => id), caecumProved };
}

/** A picture that might be kept. */
export interface PhotoCandidate {
  readonly frameId: number;
  readonly timeMs: Ms;
  readonly usable: number;
  /** 0..1, by whatever measure of sharpness the source gives; the same for all candidates. */
  readonly sharp: number;
  /** Probability for each place that the picture shows it; places left out are not shown. */
  readonly shows: Readonly<Record<string, number>>;
  /** Probability that an instrument is in view; a picture without one is better. */
  readonly instrument?: number | null;
}

export interface PhotoChoice {
  readonly place: string;
  readonly frameId: number;
  readonly timeMs: Ms;
  /** 0..1. */
  readonly score: number;
}

/**
 * The best picture for each of these places among the candidates: usable, sharp, and of the place; none where no
 * candidate is good enough. Of equals the earlier one, then the one of the lower number. Rule `photo-list`.
 */
export function bestPhotos(
  candidates: readonly PhotoCandidate[],
  places: readonly string[],
): readonly PhotoChoice[] {
  return places.flatMap((id) => {
    const choices = candidates.filter((candidate) => isGood(candidate, id)).map((one) => choiceOf(one, id));
    const [best] = choices.sort((a, b) => b.score - a.score || a.timeMs - b.timeMs || a.frameId - b.frameId);
    return best ? [best] : [];
  });
}

function isGood({ usable, sharp, shows }: PhotoCandidate, id: string): boolean {
  const { usableAbove, sharpAbove, fitAbove } = PHOTO_LIST.values;
  return usable >= usableAbove && sharp >= sharpAbove && (shows[id] ?? 0) >= fitAbove;
}

function choiceOf(candidate: PhotoCandidate, id: string): PhotoChoice {
  const { frameId, timeMs, usable, sharp, shows, instrument } = candidate;
  return { place: id, frameId, timeMs, score: usable * sharp * (shows[id] ?? 0) * (1 - (instrument ?? 0)) };
}
