import type { Organ } from '@haustra/domain';

/** A place that is documented by a picture. */
export interface PhotoPlace {
  readonly id: string;
  /** Part of the proof that the caecum was reached. */
  readonly proof: boolean;
  /** The engine may tell that it is there and take the picture by itself; otherwise only the doctor can say so. */
  readonly byEngine: boolean;
}

const place = (id: string): PhotoPlace => ({ id, proof: false, byEngine: false });
const proof = (id: string): PhotoPlace => ({ id, proof: true, byEngine: false });
/** A stretch of the way, known from time and motion. */
const stretch = (id: string): PhotoPlace => ({ id, proof: false, byEngine: true });

/** The places of an examination of the colon, in the order of a withdrawal. Rule `photo-list`; recalled, not verified. */
export const PHOTO_PLACES = [
  proof('terminal-ileum'),
  proof('appendiceal-orifice'),
  proof('ileocaecal-valve'),
  stretch('ascending'),
  place('hepatic-flexure'),
  stretch('transverse'),
  place('splenic-flexure'),
  stretch('descending'),
  stretch('sigmoid'),
  stretch('rectum'),
  place('rectum-retroflexed'),
] as const satisfies readonly PhotoPlace[];

/**
 * The 22 sites of the systematic screening of the stomach, in its order: forward from the antrum up, then retroflexed.
 * Rule `photo-list-upper`; recalled, not verified. The engine recognises none of them.
 */
export const UPPER_PLACES: readonly PhotoPlace[] = [
  ...quadrants('antrum', ['anterior', 'lesser', 'posterior', 'greater']),
  ...quadrants('lower-body', ['anterior', 'lesser', 'posterior', 'greater']),
  ...quadrants('upper-body', ['anterior', 'lesser', 'posterior', 'greater']),
  ...quadrants('fundus', ['anterior', 'lesser', 'posterior', 'greater']),
  ...quadrants('upper-body-retroflexed', ['anterior', 'lesser', 'posterior']),
  ...quadrants('angulus', ['anterior', 'lesser', 'posterior']),
];

/**
 * What the engine calls a picture of the caecum: it knows the caecum, but not orifice from valve. Such a picture proves
 * nothing until the doctor says which of the two it shows.
 */
export const CAECUM_PICTURE = 'caecum';

/** The checklist of a mode: that of the stomach in a gastroscopy, otherwise that of the colon. */
export const photoPlaces = (organ: Organ | null): readonly PhotoPlace[] =>
  organ === 'upper' ? UPPER_PLACES : PHOTO_PLACES;

/** Whether a picture can be said to show this. */
export const isPhotoPlace = (id: string): boolean =>
  id === CAECUM_PICTURE || [...PHOTO_PLACES, ...UPPER_PLACES].some((known) => known.id === id);

function quadrants(part: string, walls: readonly string[]): PhotoPlace[] {
  return walls.map((wall) => place(`${part}-${wall}`));
}
