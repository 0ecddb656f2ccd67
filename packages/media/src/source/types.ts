import type { AnalysisFrame, Ms, Px, Rect } from '@haustra/domain';
import type { FieldPicture } from '../field/picture.js';

/** What is known of a source before its first frame. */
export interface SourceInfo {
  readonly kind: 'recording' | 'stream';
  /** Base name of the file or folder, or the stream's address without user name and password; never a full path. */
  readonly name: string;
  /** Size of the picture as it is shown (after rotation), before the visible field is cut out. */
  readonly width: Px;
  readonly height: Px;
  /** Number of frames; null when the container does not say. Exact for folders, pictures and DICOM. */
  readonly frames: number | null;
  readonly durationMs: Ms | null;
  /** Nominal frames a second, null when unknown. Never used for timestamps. */
  readonly fps: number | null;
  /** SHA-256 over the recording (see `fingerprintOf`); null for streams. */
  readonly fingerprint: string | null;
  /** Plain sentences about what was wrong with the source; complete once the frames have ended. */
  readonly warnings: readonly string[];
}

/** Where frames come from, cut to the visible field and resized for the analysis. */
export interface FrameSource {
  readonly info: SourceInfo;
  /** Where the visible field lies in the shown picture, in fractions of it. For a stream it may follow a lasting change. */
  readonly field: Rect;
  /**
   * The frames in order of time, each once. May be called once. Reads ahead at most two frames; a stream that is not
   * drained fast enough drops its oldest waiting frame instead, and the frame numbers show the gap.
   * Throws `HaustraError` `cancelled`, `no-picture` or `unreadable`.
   */
  frames(): AsyncIterable<AnalysisFrame>;
  /** Ends the source and waits until its child process is gone. May be called at any time, more than once. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Size of `AnalysisFrame.rgb`: the input of the model, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Hands the frames of a recording on at the pace of their timestamps. Streams always run at their own pace. */
  readonly realtime?: boolean;
  /** Frames a second of a folder of pictures, which knows no time; 25 by default. */
  readonly fps?: number;
  /**
   * Frames keep the field's own shape instead of `width` × `height`: their longest side is at most this many pixels,
   * and they are never enlarged.
   */
  readonly longest?: number;
  /** Only some frames of a recording; the others are decoded and dropped. */
  readonly sample?: Sampling;
  readonly signal?: AbortSignal;
}

/** Which frames of a recording are wanted. The same ones come whether it is read at once or in parts. */
export interface Sampling {
  /** The first frame of each stretch of `1 / perSecond` seconds, counted from the start of the recording. */
  readonly perSecond: number;
  /** None up to this time and in its stretch: a recording is taken up where it was left. */
  readonly afterMs?: number;
}

/** Pictures one after the other that are decoded one by one: a folder of frames, or the frames of a DICOM file. */
export interface PictureSeries {
  readonly name: string;
  readonly fingerprint: string;
  readonly length: number;
  /** Frames a second, null where each frame has a time of its own. */
  readonly fps: number | null;
  /** Decodes picture number `index` in RGB at its own size. Throws `HaustraError`. */
  picture(index: number): Promise<FieldPicture>;
  timeMs(index: number): number;
}
