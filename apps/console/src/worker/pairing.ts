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

/** When a result may be painted. */
export interface PaintRule {
  /** A result that comes longer than this after its frame's capture is late, milliseconds. */
  readonly lateMs: number;
  /** After a late result or an interruption, this many in a row must be in time before painting goes on. */
  readonly steadyAfter: number;
}

export interface PairingCounts {
  /** Replaced by a newer frame before they were sent. */
  replaced: number;
  /** Answered too late to be painted. */
  late: number;
  /** Answered after a newer frame had been painted. */
  superseded: number;
  /** In time, but not painted because the ones before were late: the picture must not jump to and fro. */
  unsteady: number;
  /** Never answered. */
  expired: number;
}

/** A frame that is not painted is given away with the verdict, and whoever gets it closes its picture. */
export type Verdict<P extends Picture> =
  | { readonly paint: true; readonly held: Held<P> }
  | { readonly paint: false; readonly why: 'late' | 'superseded' | 'unsteady'; readonly held: Held<P> }
  | { readonly paint: false; readonly why: 'unknown'; readonly held: null };

/**
 * Keeps each frame until its own result comes, so that a result can only ever be painted on the frame it belongs to.
 * Holds at most one waiting frame (the newest replaces it), `inFlight` sent ones and the one that is painted; every
 * other picture is closed at once. Pure: the caller passes the time.
 */
export class PairingQueue<P extends Picture> {
  readonly counts: PairingCounts = { replaced: 0, late: 0, superseded: 0, unsteady: 0, expired: 0 };
  readonly #limits: PairingLimits;
  readonly #sent = new Map<number, Held<P> & { readonly sentAt: number }>();
  #waiting: Held<P> | null = null;
  #painted: Held<P> | null = null;
  #steady = true;
  #inTime = 0;

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
  settle(id: number, now: number, rule: PaintRule): Verdict<P> {
    const sent = this.#sent.get(id);
    if (!sent) return { paint: false, why: 'unknown', held: null };
    this.#sent.delete(id);
    const held = { id, capturedAt: sent.capturedAt, picture: sent.picture };
    const why = this.#objection(held, now, rule);
    if (why) {
      this.counts[why]++;
      return { paint: false, why, held };
    }
    this.releasePainted();
    this.#painted = held;
    return { paint: true, held };
  }

  /** Painting was interrupted: it goes on once results are steadily in time again. */
  interrupt(): void {
    this.#steady = false;
    this.#inTime = 0;
  }

  #objection(held: Held<P>, now: number, rule: PaintRule): 'late' | 'superseded' | 'unsteady' | null {
    if (now - held.capturedAt > rule.lateMs) {
      this.interrupt();
      return 'late';
    }
    if (this.#painted && held.id < this.#painted.id) return 'superseded';
    this.#inTime++;
    this.#steady ||= this.#inTime >= rule.steadyAfter;
    return this.#steady ? null : 'unsteady';
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
    this.#steady = true;
  }

  #expire(now: number): void {
    for (const held of this.#sent.values()) {
      if (now - held.sentAt <= this.#limits.expireMs) continue;
      this.forget(held.id);
      this.counts.expired++;
    }
  }
}
