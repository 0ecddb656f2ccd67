/** A picture that must be given back: a `VideoFrame` or an `ImageBitmap`. */
export interface Picture {
  close(): void;
}

/** A captured frame and the time of its capture, by the page's clock. */
export interface Held<P extends Picture> {
  readonly id: number;
  readonly capturedAt: number;
  readonly picture: P;
}

export interface PairingLimits {
  /** Frames that the station may be working on at once. */
  readonly inFlight: number;
  /** An unanswered frame is given up after this many milliseconds, so that a lost answer never blocks the road. */
  readonly expireMs: number;
}

export interface PairingCounts {
  /** Replaced by a newer frame before they were sent. */
  replaced: number;
  /** Answered too late to be painted. */
  late: number;
  /** Answered after a newer frame had been painted. */
  superseded: number;
  /** Never answered. */
  expired: number;
}

export type Verdict<P extends Picture> =
  | { readonly paint: true; readonly held: Held<P> }
  | { readonly paint: false; readonly why: 'late' | 'superseded' | 'unknown' };

/**
 * Keeps each frame until its own result comes, so that a result can only ever be painted on the frame it belongs to.
 * Holds at most one waiting frame (the newest replaces it), `inFlight` sent ones and the one that is painted; every
 * other picture is closed at once. Pure: the caller passes the time.
 */
export class PairingQueue<P extends Picture> {
  readonly counts: PairingCounts = { replaced: 0, late: 0, superseded: 0, expired: 0 };
  readonly #limits: PairingLimits;
  readonly #sent = new Map<number, Held<P> & { readonly sentAt: number }>();
  #waiting: Held<P> | null = null;
  #painted: Held<P> | null = null;

  constructor(limits: PairingLimits) {
    this.#limits = limits;
  }

  /** The frame that was painted last and is still held. */
  get painted(): Held<P> | null {
    return this.#painted;
  }

  /** Number of pictures held now. */
  get held(): number {
    return this.#sent.size + (this.#waiting ? 1 : 0) + (this.#painted ? 1 : 0);
  }

  /** Takes in a captured frame; an older one that still waits is dropped. */
  offer(frame: Held<P>): void {
    if (this.#waiting) {
      this.#waiting.picture.close();
      this.counts.replaced++;
    }
    this.#waiting = frame;
  }

  /** The frame to send now, or null when none waits or enough are under way. */
  take(now: number): Held<P> | null {
    this.#expire(now);
    const frame = this.#waiting;
    if (!frame || this.#sent.size >= this.#limits.inFlight) return null;
    this.#waiting = null;
    this.#sent.set(frame.id, { ...frame, sentAt: now });
    return frame;
  }

  /** A result has come for frame `id`: paint it, or not and why. A painted frame is held until the next one. */
  settle(id: number, now: number, lateMs: number): Verdict<P> {
    const held = this.#sent.get(id);
    if (!held) return { paint: false, why: 'unknown' };
    this.#sent.delete(id);
    const why =
      now - held.capturedAt > lateMs
        ? 'late'
        : this.#painted && held.id < this.#painted.id
          ? 'superseded'
          : null;
    if (why) {
      held.picture.close();
      this.counts[why]++;
      return { paint: false, why };
    }
    this.releasePainted();
    this.#painted = held;
    return { paint: true, held };
  }

  /** The station dropped frame `id`, or it could not be sent. */
  forget(id: number): void {
    this.#sent.get(id)?.picture.close();
    this.#sent.delete(id);
  }

  releasePainted(): void {
    this.#painted?.picture.close();
    this.#painted = null;
  }

  /** Closes every picture: the source or the connection is gone. */
  clear(): void {
    this.releasePainted();
    this.#waiting?.picture.close();
    this.#waiting = null;
    for (const held of this.#sent.values()) held.picture.close();
    this.#sent.clear();
  }

  #expire(now: number): void {
    for (const held of this.#sent.values()) {
      if (now - held.sentAt <= this.#limits.expireMs) continue;
      this.forget(held.id);
      this.counts.expired++;
    }
  }
}
