import type { MessageKey } from '../messages/en.js';
import { whyRefused } from '../station/refusal.js';

export interface Photo {
  readonly examId: string;
  readonly jpeg: Blob;
  readonly frameId: number;
  readonly captureMs: number;
  readonly lesionId: number | null;
  /** What it shows, where that is known. */
  readonly place: string | null;
  readonly by: 'doctor' | 'engine';
}

export type PhotoNews =
  | { readonly kind: 'stored'; readonly photo: Photo; readonly stored: number; readonly waiting: number }
  | { readonly kind: 'waiting'; readonly stored: number; readonly waiting: number }
  | {
      readonly kind: 'failed';
      /** Null where several were lost at once. */
      readonly photo: Photo | null;
      /** The text that says why. */
      readonly why: MessageKey;
      readonly stored: number;
      readonly waiting: number;
    };

type News =
  | { kind: 'stored'; photo: Photo }
  | { kind: 'waiting' }
  | { kind: 'failed'; photo: Photo | null; why: MessageKey };

/** Photos kept in the page while the station is away; the oldest gives way beyond this. */
const MOST_WAITING = 40;

/** Sends photos to the station in order. While it cannot be reached they wait here and are sent once it is back. */
export class PhotoOutbox {
  readonly #queue: Photo[] = [];
  readonly #tell: (news: PhotoNews) => void;
  readonly #post: typeof fetch;
  #stored = 0;
  #sending = false;

  constructor(tell: (news: PhotoNews) => void, post: typeof fetch = (...call) => fetch(...call)) {
    this.#tell = tell;
    this.#post = post;
  }

  add(photo: Photo): Promise<void> {
    this.#queue.push(photo);
    if (this.#queue.length > MOST_WAITING) {
      const photo = this.#queue.shift() ?? null;
      this.#news({ kind: 'failed', photo, why: 'photo.tooMany' });
    }
    return this.flush();
  }

  /** Counts start again with a new examination. */
  reset(): void {
    this.#stored = 0;
  }

  /** The examination is over: what still waits for it cannot be stored any more. */
  abandon(): void {
    const lost = this.#queue.splice(0).length;
    if (lost > 0) this.#news({ kind: 'failed', photo: null, why: 'photo.ended' });
  }

  /** Sends what waits. Call it when the station is back. */
  async flush(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let next = this.#queue[0]; next; next = this.#queue[0]) {
        const problem = await this.#send(next);
        if (problem === 'unreachable') {
          this.#news({ kind: 'waiting' });
          return;
        }
        const place = this.#queue.indexOf(next);
        if (place >= 0) this.#queue.splice(place, 1);
        if (problem === null) this.#stored++;
        this.#news(
          problem === null ? { kind: 'stored', photo: next } : { kind: 'failed', photo: next, why: problem },
        );
      }
    } finally {
      this.#sending = false;
    }
  }

  #news(news: News): void {
    this.#tell({ ...news, stored: this.#stored, waiting: this.#queue.length });
  }

  /** Null when stored, `unreachable` to try later, or why the station refused it for good. */
  async #send(photo: Photo): Promise<MessageKey | 'unreachable' | null> {
    const query = new URLSearchParams({
      frameId: `${photo.frameId}`,
      captureMs: `${photo.captureMs}`,
      ...(photo.lesionId === null ? {} : { lesionId: `${photo.lesionId}` }),
      ...(photo.place === null ? {} : { place: photo.place }),
      ...(photo.by === 'engine' ? { by: photo.by } : {}),
    });
    try {
      const answer = await this.#post(`/api/exams/${encodeURIComponent(photo.examId)}/photos?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: photo.jpeg,
      });
      if (answer.ok) return null;
      // 409: the station is back but the examination is still to be resumed; the photo is sent again then.
      return answer.status >= 500 || answer.status === 409 ? 'unreachable' : await whyRefused(answer);
    } catch {
      return 'unreachable';
    }
  }
}
