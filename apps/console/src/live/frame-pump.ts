export interface PumpedFrame {
  readonly picture: VideoFrame | ImageBitmap;
  readonly id: number;
  /** Capture time on the time line of `worker/clock.ts`, milliseconds. */
  readonly capturedAt: number;
  /** Frames that were presented without a callback since the last one. */
  readonly missed: number;
}

/** Frames handed on that the receiver has not taken yet; with more than this a frame is skipped. */
const MAX_UNTAKEN = 2;
/** A capture time further back than this is not believed. */
const OLDEST_CAPTURE_MS = 1000;

/**
 * Hands on each presented frame of a video with an id of its own. The video is only looked at: nothing here can hold
 * it up. When the receiver does not keep pace, frames are skipped and counted as missed.
 */
export class FramePump {
  readonly #video: HTMLVideoElement;
  readonly #deliver: (frame: PumpedFrame) => void;
  /** Added to `presentedFrames`, which starts anew with each source, so that ids only ever grow. */
  #base = 0;
  #lastPresented = 0;
  #lastId = 0;
  #skipped = 0;
  #untaken = 0;
  #handle: number | null = null;

  constructor(video: HTMLVideoElement, deliver: (frame: PumpedFrame) => void) {
    this.#video = video;
    this.#deliver = deliver;
  }

  start(): void {
    this.stop();
    this.#base = this.#lastId;
    this.#lastPresented = 0;
    this.#skipped = 0;
    this.#untaken = 0;
    this.#ask();
  }

  stop(): void {
    if (this.#handle !== null) this.#video.cancelVideoFrameCallback(this.#handle);
    this.#handle = null;
  }

  /** The receiver has taken a frame. */
  taken(): void {
    this.#untaken = Math.max(0, this.#untaken - 1);
  }

  /** The frame that the video shows now, for a photo when no analysed frame is at hand; null without a picture. */
  async current(): Promise<PumpedFrame | null> {
    const id = this.#lastId;
    const picture = this.#grab(id) ?? (await createImageBitmap(this.#video).catch(() => null));
    return picture && { picture, id, capturedAt: performance.timeOrigin + performance.now(), missed: 0 };
  }

  #ask(): void {
    this.#handle = this.#video.requestVideoFrameCallback((now, metadata) => this.#onFrame(now, metadata));
  }

  #onFrame(now: number, metadata: VideoFrameCallbackMetadata): void {
    this.#ask();
    const first = this.#lastPresented === 0;
    // A source may have presented frames before the first callback; they were nobody's.
    if (first) this.#base -= metadata.presentedFrames - 1;
    const gap = first ? 0 : Math.max(0, metadata.presentedFrames - this.#lastPresented - 1);
    this.#lastPresented = metadata.presentedFrames;
    const id = this.#base + metadata.presentedFrames;
    this.#lastId = id;
    if (this.#untaken >= MAX_UNTAKEN) {
      this.#skipped += gap + 1;
      return;
    }
    const missed = gap + this.#skipped;
    this.#skipped = 0;
    this.#untaken++;
    const capture = metadata.captureTime;
    const believed = capture !== undefined && capture <= now && now - capture < OLDEST_CAPTURE_MS;
    const capturedAt = performance.timeOrigin + (believed ? capture : now);
    const picture = this.#grab(id);
    if (picture) this.#deliver({ picture, id, capturedAt, missed });
    else void this.#deliverBitmap({ id, capturedAt, missed });
  }

  #grab(id: number): VideoFrame | null {
    if (typeof VideoFrame === 'undefined') return null;
    try {
      // The id is stamped on the pixels themselves, so that the painter can check whose they are.
      return new VideoFrame(this.#video, { timestamp: id });
    } catch {
      return null;
    }
  }

  async #deliverBitmap(frame: Omit<PumpedFrame, 'picture'>): Promise<void> {
    const picture = await createImageBitmap(this.#video).catch(() => null);
    if (picture) this.#deliver({ ...frame, picture });
    else this.taken();
  }
}
