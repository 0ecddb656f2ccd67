import {
  type BbpsReading,
  type BbpsSegments,
  bbpsReading,
  CAECUM_PHOTO,
  type Caecum,
  type CleanBook,
  caecumHeld,
  caecumUnknown,
  cleanBook,
  cleanStep,
  type KeptPhoto,
  NOT_OVERRULED,
  NOWHERE,
  photoChecklist,
  photoStep,
  placedPhotos,
  type WallMap,
  type Whereabouts,
  wallStep,
  whereAtCaecum,
  whereCorrected,
  whereLost,
  whereReading,
  whereStep,
  whereTurned,
} from '@haustra/clinical';
import type { CaecumWord, EventBody, JournalEntry, Phase } from '@haustra/domain';
import { caecumStep } from '../fold/caecum.js';
import { WINDOW_MS } from './window.js';

/** One picture stands for at most this long. */
const LONGEST_PICTURE_MS = 500;

/**
 * Where the scope is on its way and how clean the colon was, as far as the journal tells: the same from the entries of a
 * finished examination and from those of one that goes on.
 */
export interface Course {
  readonly phase: Phase | null;
  /** When machine and doctor hold the caecum to have been reached, examination time. */
  readonly caecum: Caecum<number>;
  readonly where: Whereabouts;
  /** Where it was held to be when the doctor refused the caecum, to go on from if that is taken back. */
  readonly whereBefore: Whereabouts | null;
  readonly clean: CleanBook;
  readonly overruled: BbpsSegments;
  /** The photos that stand. */
  readonly photos: readonly KeptPhoto[];
  /** The wall since withdrawal began; null before. */
  readonly wall: WallMap | null;
}

export const course = (): Course => ({
  phase: null,
  caecum: caecumUnknown(),
  where: NOWHERE,
  whereBefore: null,
  clean: cleanBook(),
  overruled: NOT_OVERRULED,
  photos: [],
  wall: null,
});

/** Takes in one entry. Pure. */
export function courseStep(before: Course, entry: JournalEntry): Course {
  const { event, atMs } = entry;
  const caecum = caecumStep(before.caecum, event, atMs);
  switch (event.type) {
    case 'phase-changed':
      return phased(before, caecum, event.to);
    case 'landmark-seen':
      return reached(before, caecum);
    case 'caecum-judged':
      return judged(before, caecum, event.word);
    case 'place-corrected':
      return { ...before, where: whereCorrected(before.where, event.place) };
    case 'bbps-overruled':
      return { ...before, overruled: { ...before.overruled, [event.segment]: event.score } };
    case 'photo-taken':
    case 'photo-placed':
    case 'photo-dropped':
      return { ...before, photos: photoStep(before.photos, entry) };
    case 'frames-analysed':
      return afterFrames(before, event);
    default:
      return before;
  }
}

/** The doctor saved a picture at the caecum: one of a place that proves it, or any since just before it was reached. */
export function caecumPictured({ caecum, photos }: Course): boolean {
  const reachedMs = caecumHeld(caecum);
  const since = reachedMs === null ? Number.POSITIVE_INFINITY : reachedMs - CAECUM_PHOTO.values.beforeMs;
  if (photoChecklist(placedPhotos(photos)).caecumProved) return true;
  return photos.some(
    ({ author, lesionId, atMs }) => author === 'doctor' && lesionId === null && atMs >= since,
  );
}

/** The preparation as the course tells it. */
export const courseBbps = ({ clean, overruled, caecum }: Course): BbpsReading =>
  bbpsReading(clean, overruled, caecumHeld(caecum) !== null);

/**
 * Turned back without a caecum, the place is known by how far the scope had gone in. Given up, it is not known any more, and
 * what was seen was not the wall after washing.
 */
function phased(before: Course, caecum: Caecum<number>, phase: Phase): Course {
  const after = { ...before, phase, caecum };
  if (caecumHeld(caecum) !== null || caecum.turned === before.caecum.turned) return after;
  if (caecum.turned !== null) return { ...after, where: whereTurned(before.where) };
  return { ...after, where: whereLost(before.where), clean: cleanBook() };
}

function reached(before: Course, caecum: Caecum<number>): Course {
  const isNew = caecumHeld(before.caecum) === null && caecumHeld(caecum) !== null;
  return { ...before, caecum, where: isNew ? whereAtCaecum(before.where) : before.where };
}

function judged(before: Course, caecum: Caecum<number>, word: CaecumWord): Course {
  if (word === 'refused')
    return { ...before, caecum, where: whereLost(before.where), whereBefore: before.where };
  if (word === 'confirmed') return { ...reached(before, caecum), whereBefore: null };
  const isBack = caecumHeld(caecum) !== null;
  const where = before.whereBefore ?? before.where;
  return { ...before, caecum, where: isBack ? where : whereLost(where), whereBefore: null };
}

function afterFrames(before: Course, event: Extract<EventBody, { type: 'frames-analysed' }>): Course {
  const { phase } = before;
  const lengthMs = Math.min(WINDOW_MS, event.frames * LONGEST_PICTURE_MS);
  const caecumReached = caecumHeld(before.caecum) !== null;
  const where = whereStep(before.where, { lengthMs, phase, caecumReached, approach: event.approach });
  const { frames, usable, cleanliness, residue, bubbles, approach } = event;
  const seen = { frames, usable, cleanliness, residue, bubbles, approach };
  const { region } = whereReading(where);
  const wall = wallStep(before.wall, { lengthMs, phase, usable, approach, wall: event.wall });
  return {
    ...before,
    where,
    wall,
    clean: cleanStep(before.clean, { ...seen, lengthMs, phase, caecumReached, region }),
  };
}
