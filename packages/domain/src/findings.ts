import type { Cleanliness, Organ, TypeCall } from './frame.js';
import type { Rect } from './geometry.js';
import type { FrameId, Ms } from './units.js';
import type { WallView } from './wall.js';

/** One candidate lesion in one picture, before any memory. Rectangles are fractions of the source picture. */
export interface LesionCandidate {
  readonly box: Rect;
  /** Calibrated probability that this is a lesion. */
  readonly score: number;
  /** Calibrated probability that it is neoplastic, given that it is a lesion. */
  readonly neoplastic: number;
  /** Appearance descriptor of unit length, for telling one polyp from another. */
  readonly embedding: Float32Array;
}

/** Probability of lesion for each pixel of the visible field, row by row, 0..255. */
export interface LesionMask {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** All that the model says of one picture. */
export interface FrameFindings {
  readonly frameId: FrameId;
  readonly timeMs: Ms;
  readonly field: Rect;
  readonly organ: Readonly<Record<Organ, number>>;
  readonly usable: number;
  readonly cleanliness: Readonly<Record<Cleanliness, number>>;
  readonly caecum: number;
  /** Every candidate with score ≥ 0.01 after non-maximum suppression, best first. */
  readonly lesions: readonly LesionCandidate[];
  readonly mask: LesionMask;
  /** Descriptor of the whole picture, of unit length: the cosine of two says how alike they are. Null where the model has none. */
  readonly search: Float32Array | null;
  /** Signs of the whole picture, 0..1 each; left out where the model gives none. */
  readonly signs?: Readonly<Record<ModelSign, number>> | undefined;
  /** Time the model took, milliseconds of wall clock. */
  readonly inferenceMs: number;
}

/** Signs measured of a picture beside what the model says. One that is left out or null is "not known". */
export interface FrameSigns {
  /** Probability that a forceps, snare or needle is in view. */
  readonly instrument?: number | null | undefined;
  /** Relative expansion of the picture per second: positive, the scope goes in; negative, it is drawn back. */
  readonly approach?: number | null | undefined;
  /** 0..1: a sudden large motion, or another scene than a moment ago; it does not say which way. */
  readonly slip?: number | null | undefined;
  /** Share of the visible wall that is covered by stool or opaque liquid, 0..1. */
  readonly residue?: number | null | undefined;
  /** Share of the visible wall that is covered by foam or bubbles, 0..1. */
  readonly bubbles?: number | null | undefined;
  /** How much of the wall around the lumen was looked at. */
  readonly wall?: WallView | null | undefined;
  /** How much fine detail the picture holds, 0..1; not written to the journal. */
  readonly sharpness?: number | null | undefined;
  /** Where the lumen goes on, in fractions of the picture; not written to the journal. */
  readonly lumen?: readonly [number, number] | null | undefined;
}
/** The signs that a model may give; the approach is measured from picture to picture. */
export const MODEL_SIGNS = [
  'instrument',
  'residue',
  'bubbles',
] as const satisfies readonly (keyof FrameSigns)[];
export type ModelSign = (typeof MODEL_SIGNS)[number];
/** The signs that are one number. */
export const FRAME_SIGNS = [
  'instrument',
  'approach',
  'slip',
  'residue',
  'bubbles',
] as const satisfies readonly (keyof FrameSigns)[];

/** Outline of a lesion: closed rings of points in fractions of the source picture. */
export type Outline = readonly (readonly (readonly [number, number])[])[];

/** Why lesions are not looked for: the scope is outside the body, or the examination is a gastroscopy. */
export const LESIONS_OFF = ['outside', 'gastroscopy'] as const;
export type LesionsOff = (typeof LESIONS_OFF)[number];

/** One lesion as it is shown at one moment; the number stays with the polyp through the examination. */
export interface ShownLesion {
  readonly id: number;
  readonly box: Rect;
  readonly score: number;
  readonly outline: Outline;
  /** Smoothed probability of neoplastic over the track so far. */
  readonly neoplastic: number;
  readonly call: TypeCall;
  /** True when not found in this very frame but held over a short gap (≤ 0.4 s). */
  readonly held: boolean;
  readonly firstMs: Ms;
}

/** Size of a lesion as estimated from so many frames. */
export interface LesionSize {
  readonly mm: number;
  readonly frames: number;
}

/** Diminutive up to 5 mm, small 6 to 9 mm, large from 10 mm. */
export const SIZE_CLASSES = ['diminutive', 'small', 'large'] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];
