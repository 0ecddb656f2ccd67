import type { MessageKey } from '../messages/en.js';
import type { NoticeTone } from '../state/state.js';
import type { PlaceStill, Snapshot } from '../worker/protocol.js';
import { type PhotoNews, PhotoOutbox } from './photos.js';

export interface PhotoDeskOptions {
  /** Id of the running examination; null while none runs. */
  readonly examId: () => string | null;
  readonly onCount: (stored: number, waiting: number) => void;
  readonly notify: (tone: NoticeTone, key: MessageKey, values?: Record<string, string | number>) => void;
}

/** Photos of the running examination: those that the doctor takes, and those that the engine takes by itself. */
export class PhotoDesk {
  readonly #options: PhotoDeskOptions;
  readonly #outbox = new PhotoOutbox((news) => this.#onNews(news));

  constructor(options: PhotoDeskOptions) {
    this.#options = options;
  }

  /** The doctor's picture, as it was captured: without outlines. `place` says what it shows. */
  async take({ clean, frameId, capturedAt, lesionId }: Snapshot, place: string | null): Promise<void> {
    const examId = this.#options.examId();
    if (examId === null) return;
    const photo = { examId, jpeg: clean, frameId, captureMs: capturedAt, lesionId };
    await this.#outbox.add({ ...photo, place, by: 'doctor' });
  }

  /** A picture that the engine takes by itself. */
  async propose({ place, jpeg, frameId, capturedAt }: PlaceStill): Promise<void> {
    const examId = this.#options.examId();
    if (examId === null) return;
    const photo = { examId, jpeg, frameId, captureMs: capturedAt, lesionId: null };
    await this.#outbox.add({ ...photo, place, by: 'engine' });
  }

  /** A new examination. */
  reset(): void {
    this.#outbox.reset();
  }

  /** The station is back. */
  flush(): void {
    void this.#outbox.flush();
  }

  /** The examination is over. */
  abandon(): void {
    this.#outbox.abandon();
  }

  #onNews(news: PhotoNews): void {
    const { onCount, notify } = this.#options;
    onCount(news.stored, news.waiting);
    if (news.kind === 'waiting') {
      notify('problem', 'photo.waiting');
      return;
    }
    // A picture that nobody asked for is offered beside the checklist; one that came too late is nobody's loss.
    if (news.photo?.by === 'engine') return;
    if (news.kind === 'stored') notify('good', 'photo.stored', { number: news.stored });
    else notify('problem', 'photo.failed', { why: news.why });
  }
}
