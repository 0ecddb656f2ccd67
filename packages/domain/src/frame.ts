import type { Rect } from './geometry.js';
import type { FrameId, Ms, Px } from './units.js';

/**
 * One picture on its way to the analysis: the visible field, cut out and resized to the model's input.
 * `rgb` holds `width * height * 3` bytes, row by row, and belongs to the receiver.
 */
export interface AnalysisFrame {
  readonly id: FrameId;
  /** Time of capture: media time for recordings, milliseconds since the start of the examination when live. */
  readonly timeMs: Ms;
  /** Where the visible field lies in the source picture, in fractions of it. */
  readonly field: Rect;
  readonly width: Px;
  readonly height: Px;
  readonly rgb: Uint8Array;
}

export type Organ = 'colon' | 'upper' | 'outside';
export const ORGANS = ['colon', 'upper', 'outside'] as const satisfies readonly Organ[];

export type Cleanliness = 'bbps-0-1' | 'bbps-2-3' | 'impacted-stool';
export const CLEANLINESS = [
  'bbps-0-1',
  'bbps-2-3',
  'impacted-stool',
] as const satisfies readonly Cleanliness[];

/** What may be said of a lesion's nature; `no-call` when the evidence does not carry a call. */
export type TypeCall = 'neoplastic' | 'non-neoplastic' | 'no-call';
export const TYPE_CALLS = ['neoplastic', 'non-neoplastic', 'no-call'] as const satisfies readonly TypeCall[];

/** The single switch: A finds more, B disturbs less. */
export type OperatingPoint = 'A' | 'B';
export const OPERATING_POINTS = ['A', 'B'] as const satisfies readonly OperatingPoint[];
