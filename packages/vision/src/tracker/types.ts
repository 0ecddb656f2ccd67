import type { FrameSigns, LesionSize, ModelManifest, Ms, Rect, ShownLesion, TypeCall } from '@haustra/domain';

export interface TrackerOptions {
  /** Thresholds of both operating points, from the manifest. */
  readonly operatingPoints: ModelManifest['operatingPoints'];
  /** The point to start with; `setThreshold` changes it at any time. */
  readonly operatingPoint: 'A' | 'B';
  readonly typeCall: ModelManifest['typeCall'];
  /** Number given to the first lesion, 1 where not given. */
  readonly firstId?: number;
}

/** What is known of one lesion. */
export interface LesionSummary {
  readonly lesionId: number;
  readonly firstMs: Ms;
  readonly lastMs: Ms;
  /** Frames in which it was found at the operating point of the time. */
  readonly frames: number;
  /** Time of the frame that shows it best, its score there, and where it is in that frame (fractions of the picture). */
  readonly bestFrameMs: Ms;
  readonly bestScore: number;
  readonly box: Rect;
  readonly neoplastic: number;
  readonly call: TypeCall;
  /** Estimated; null where no frame said anything of it. */
  readonly size: LesionSize | null;
}

export interface TrackerUpdate {
  /** Lesions on screen for this frame, by number. */
  readonly shown: readonly ShownLesion[];
  /** Numbers given out with this frame. */
  readonly firstSight: readonly number[];
  /** Lesions that left the screen with this frame. */
  readonly left: readonly LesionSummary[];
}

/** What else is known of a picture; what is left out or null is "not known". */
export type Look = Pick<FrameSigns, 'sharpness' | 'lumen'>;
