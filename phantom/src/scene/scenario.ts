import type { Knot } from '../maths/curve.js';
import type { Bend } from './centreline.js';
import type { Cap } from './colon.js';
import type { Smear } from './mucosa.js';
import type { Pool } from './pool.js';
import type { PolypSpec } from './solid.js';

/** Phases of an examination as the phantom plays them. */
export type Phase = 'outside' | 'insertion' | 'withdrawal';

/** A look at something: from `from` to `to` seconds the scope turns towards the target by `weight` (0 not, 1 fully). */
export interface Gaze {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** A lesion, a place of the wall, or the wall at an angle so many mm ahead of the tip, wherever that is. */
  readonly target:
    | { readonly lesion: string }
    | { readonly s: number; readonly angle: number }
    | { readonly ahead: number; readonly angle: number };
}

/** A touch of the wall: the tip goes over to it at `angle` and back. */
export interface Contact {
  readonly from: number;
  readonly to: number;
  readonly angle: number;
}

/** A whole clip as data: the colon, what grows and lies in it, and how the scope moves through it. Seconds and mm. */
export interface Scenario {
  readonly name: string;
  readonly durationS: number;
  readonly length: number;
  readonly baseRadius: number;
  readonly bends: readonly Bend[];
  readonly foldSpacing: number;
  /** Folds stand between these two arc lengths. */
  readonly folds: readonly [from: number, to: number];
  readonly cap: Cap;
  /** Root of the ileocaecal valve and its width. */
  readonly valve: { readonly s: number; readonly angle: number; readonly width: number };
  readonly polyps: readonly PolypSpec[];
  readonly smears: readonly Smear[];
  readonly pools: readonly Pool[];
  readonly phases: readonly { readonly phase: Phase; readonly fromS: number }[];
  /** Arc length of the tip over time. */
  readonly advance: readonly Knot[];
  readonly gazes: readonly Gaze[];
  readonly contacts: readonly Contact[];
  /** Blur of the lens in pixels over time. */
  readonly blur: readonly Knot[];
}
