import type { Course } from '../camera/path.js';
import type { Knot } from '../maths/curve.js';
import type { Bend } from '../scene/centreline.js';
import type { Cap } from '../scene/colon.js';
import type { Pool } from '../scene/pool.js';
import type { PolypSpec } from '../scene/solid.js';
import type { Fold, Profile } from '../scene/wall.js';
import type { Kind } from './kinds.js';
import type { Span } from './segments.js';

/** Where an examination stands, whatever is in view: `caecum` from its first look until withdrawal begins. */
export type Stage = 'outside' | 'insertion' | 'caecum' | 'withdrawal' | 'examination';

/** A stretch of time, seconds. */
export interface Stretch {
  readonly fromS: number;
  readonly toS: number;
}

/** How much of a stretch of wall is covered before and after washing, as shares in 0..1. */
export interface Soiling {
  /** mm along the centre line. */
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
  readonly foam: number;
}

/** A wash: water from the scope's jet clears the wall between two arc lengths (mm). */
export interface Wash extends Stretch {
  readonly from: number;
  readonly to: number;
}

/** An instrument in the channel, aimed at a lesion. With `removes` the lesion is gone when it leaves. */
export interface Tool extends Stretch {
  readonly kind: 'forceps' | 'snare';
  readonly lesion: string;
  readonly removes: boolean;
}

/** Something that happened, told once; `toS` when it took its time. */
export interface Happening {
  readonly what: HappeningKind;
  readonly fromS: number;
  readonly toS: number;
  readonly lesion?: string;
}

export const HAPPENINGS = [
  'polyp-inspected',
  'polyp-treated',
  'wash',
  'fast',
  'slip-back',
  'loop',
  'wall-contact',
  'blur',
  'murky-water',
  'narrow-band',
  'retroflexion',
  'turned-back-early',
] as const;
export type HappeningKind = (typeof HAPPENINGS)[number];

/** Lumps of stool that wash away with the wall around them: place, radius (mm) and any number for their shape. */
export interface Lump {
  readonly s: number;
  readonly angle: number;
  readonly radius: number;
  readonly variant: number;
}

/** A hollow organ as data. Lengths in mm. */
export interface Organ {
  readonly length: number;
  /** About the radius of the tube: the scale of its paint. */
  readonly baseRadius: number;
  readonly bends: readonly Bend[];
  readonly profile: Profile;
  readonly folds: readonly Fold[];
  readonly cap: Cap;
  readonly valve: { readonly s: number; readonly angle: number; readonly width: number } | null;
  readonly spans: readonly Span[];
}

/** A whole made-up examination as data: the organ, what lies in it, and what the scope does. Seconds and mm. */
export interface Procedure extends Course {
  readonly kind: Kind;
  readonly seed: number;
  readonly site: 'colon' | 'upper';
  readonly durationS: number;
  readonly organ: Organ;
  readonly polyps: readonly PolypSpec[];
  readonly soiling: readonly Soiling[];
  readonly lumps: readonly Lump[];
  readonly pools: readonly Pool[];
  readonly stages: readonly { readonly stage: Stage; readonly fromS: number }[];
  readonly washes: readonly Wash[];
  readonly tools: readonly Tool[];
  readonly narrowBand: readonly Stretch[];
  readonly retroflexion: readonly Knot[];
  /** Murky water before the lens over time, 0 none … 1 nothing else. */
  readonly murk: readonly Knot[];
  readonly happenings: readonly Happening[];
}
