import type {
  ClientMessage,
  LesionsOff,
  LiveLesion,
  OperatingPoint,
  ServerMessage,
  Standing,
  TypeCall,
} from '@haustra/domain';
import type { LinkState } from './link.js';

/** `paired`: each frame is shown with its own outlines. `immediate`: outlines only, over the live video. */
export type DisplayMode = 'paired' | 'immediate';

export interface Viewport {
  /** Size of the picture area in device pixels. */
  readonly width: number;
  readonly height: number;
}

/** Page to worker. Times are milliseconds since the epoch by the page's clock (`clock.ts`). */
export type ToWorker =
  | {
      type: 'init';
      canvas: OffscreenCanvas;
      url: string;
      mode: DisplayMode;
      viewport: Viewport;
      words: CallWords;
      lumen: boolean;
    }
  | { type: 'frame'; picture: VideoFrame | ImageBitmap; id: number; capturedAt: number; missed: number }
  | { type: 'start'; source: string; operatingPoint: OperatingPoint | null; resume: string | null }
  | { type: 'end' }
  | { type: 'operating-point'; to: OperatingPoint }
  /** What the doctor says to the examination; handed to the station as it is. */
  | DoctorWord
  | { type: 'display'; mode: DisplayMode; words: CallWords; lumen: boolean }
  | { type: 'viewport'; viewport: Viewport }
  | {
      type: 'snapshot';
      request: number;
      picture: VideoFrame | ImageBitmap | null;
      id: number;
      capturedAt: number;
    }
  /** The source is closed or replaced: nothing of it may be painted any more. */
  | { type: 'source-closed' };

/** What the doctor says to a running examination. */
export type DoctorWord = Extract<
  ClientMessage,
  {
    type:
      | 'pause-clock'
      | 'judge-caecum'
      | 'mute-prompts'
      | 'ask-guidance'
      | 'training-mode'
      | 'overrule-bbps'
      | 'correct-place'
      | 'place-photo'
      | 'drop-photo';
  }
>;

/** The words written beside an outline, in the language of the page. */
export type CallWords = Readonly<Record<TypeCall, string>>;

/** One lesion of the strip. Times of the examination in milliseconds. */
export interface StripLesion {
  readonly id: number;
  readonly call: TypeCall;
  readonly neoplastic: number;
  /** The best score so far. */
  readonly score: number;
  readonly firstMs: number;
  /** In the picture now. */
  readonly visible: boolean;
}

/** Milliseconds. */
export interface MiddleAndTail {
  readonly p50: number;
  readonly p99: number;
}

/** What is known about the frame loop; the invariant is `wrongFrame === 0`. */
export interface Counters {
  /** Frames that the video presented but that never reached the page's callback. */
  readonly missed: number;
  readonly captured: number;
  readonly sent: number;
  readonly results: number;
  readonly painted: number;
  /** Replaced by a newer frame here or at the station. */
  readonly dropped: number;
  /** Results that came too late to be painted. */
  readonly late: number;
  readonly superseded: number;
  /** In time, but not painted because those before were late. */
  readonly unsteady: number;
  readonly expired: number;
  /** Paints where the picture's own tag was not the result's frame id. Must stay 0. */
  readonly wrongFrame: number;
  readonly fpsIn: number;
  readonly fpsAnalysed: number;
  readonly fpsPainted: number;
  /** Capture to painted, milliseconds, over the newest 2000 paints. */
  readonly latencyMs: {
    readonly n: number;
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
  };
  readonly inferenceMs: MiddleAndTail;
  /** Where the time goes: capture to sent, inside the station, result to painted, over the newest 500 frames. */
  readonly stagesMs: {
    readonly toSend: MiddleAndTail;
    readonly station: MiddleAndTail;
    readonly toPaint: MiddleAndTail;
  };
  readonly paintedFrameId: number | null;
  /** The visible field that is sent: left, top, width, height in fractions of the picture. */
  readonly field: readonly [number, number, number, number];
}

/** A still made by the worker: a JPEG of the frame as captured, and the same with its outlines. */
export interface Snapshot {
  readonly clean: Blob;
  readonly marked: Blob;
  readonly frameId: number;
  readonly capturedAt: number;
  readonly lesionId: number | null;
}

/** The best still of a place, which the station wants stored. */
export interface PlaceStill {
  readonly place: string;
  readonly jpeg: Blob;
  readonly frameId: number;
  readonly capturedAt: number;
}

/** Everything the station says except what the worker deals with itself. */
export type PassedOn = Exclude<ServerMessage, { type: 'result' | 'dropped' | 'pong' | 'hello' }>;

/** Worker to page. */
export type FromWorker =
  | { type: 'taken' }
  | { type: 'link'; state: LinkState }
  | { type: 'hello'; hello: Extract<ServerMessage, { type: 'hello' }> }
  | { type: 'station'; message: PassedOn }
  /** The examination that was to be resumed is not there any more; a new one is started. */
  | { type: 'resume-refused' }
  | { type: 'lesions'; lesions: readonly StripLesion[] }
  | { type: 'first-sight'; ids: readonly number[] }
  | { type: 'still'; lesionId: number; thumbnail: Blob; view: Blob }
  | { type: 'place-still'; still: PlaceStill }
  | { type: 'view'; view: View }
  | { type: 'counters'; counters: Counters }
  | { type: 'snapshot'; request: number; snapshot: Snapshot | null };

/** What the newest result says, a few times a second. */
export interface View {
  readonly organ: 'colon' | 'upper' | 'outside' | null;
  readonly phase: string | null;
  /** Why lesions are not looked for; null where they are. */
  readonly lesionsOff: LesionsOff | null;
  /** Clocks, whereabouts and cleanliness; null before the first result. */
  readonly standing: Standing | null;
  readonly usable: number;
  /** When the last result came; null before the first. */
  readonly lastResultAt: number | null;
  readonly lastPaintAt: number | null;
  /** Age of the painted result when it was painted, milliseconds. */
  readonly behindMs: number | null;
}

export type { LiveLesion };
