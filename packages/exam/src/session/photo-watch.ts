import {
  CAECUM_PICTURE,
  type KeptPhoto,
  PHOTO_PLACES,
  type PhotoChoice,
  type PhotoScout,
  photoScout,
  photoStep,
  placesShown,
  scoutEnd,
  scoutStep,
} from '@haustra/clinical';
import type { FrameFindings, FrameSigns } from '@haustra/domain';
import type { ExamSession } from './session.js';

/** What a frame means for the photos that are taken without being asked for, by place. */
export interface PhotoNews {
  /** The frame is the best so far: a still of it is to be kept. */
  readonly hold: readonly string[];
  /** What is held is to be stored. */
  readonly take: readonly PhotoChoice[];
}

const NOTHING: PhotoNews = { hold: [], take: [] };
const BY_ENGINE: readonly string[] = [
  CAECUM_PICTURE,
  ...PHOTO_PLACES.filter(({ byEngine }) => byEngine).map(({ id }) => id),
];

/**
 * Looks out for the best picture of each place that the engine can tell and that has none. It takes a place once: a picture
 * that the doctor drops is not taken again, and one that the doctor took is never touched.
 */
export class PhotoWatch {
  readonly #session: ExamSession;
  #scout: PhotoScout = photoScout();
  #book: readonly KeptPhoto[] = [];
  /** Places that the engine has taken, whatever became of the picture. */
  readonly #done = new Set<string>();
  #read = 0;

  constructor(session: ExamSession) {
    this.#session = session;
  }

  /**
   * To be called after the session took the frame in.
   * @param sharp sharpness 0..1; null where it is not known: then the frame is no candidate
   */
  look(findings: FrameFindings, signs: FrameSigns, sharp: number | null): PhotoNews {
    const { phase, caecumReached, where, organ, paused } = this.#session;
    if (sharp === null || paused || organ === 'upper') return NOTHING;
    this.#readOn();
    const { frameId, timeMs, usable, caecum } = findings;
    const shows = placesShown({ phase, caecumReached, caecum, where });
    const candidate = { frameId, timeMs, usable, sharp, shows, instrument: signs.instrument ?? null };
    const { state, hold, take } = scoutStep(this.#scout, candidate, this.#wanted());
    this.#scout = state;
    return { hold, take };
  }

  /** A choice was taken up by whoever stores the photo. */
  settled(place: string): void {
    this.#done.add(place);
  }

  /** What is still held when the pictures end. */
  end(): readonly PhotoChoice[] {
    this.#readOn();
    const wanted = this.#wanted();
    return scoutEnd(this.#scout).filter(({ place }) => wanted.includes(place));
  }

  #wanted(): readonly string[] {
    const has = new Set(this.#book.map(({ place }) => place));
    // Who has orifice, valve or ileum needs no picture of "the caecum" any more.
    const proved = PHOTO_PLACES.some(({ id, proof }) => proof && has.has(id));
    return BY_ENGINE.filter((place) => {
      if (has.has(place) || this.#done.has(place)) return false;
      return place !== CAECUM_PICTURE || !proved;
    });
  }

  /** The number of an entry is its place in the journal. */
  #readOn(): void {
    const { entries } = this.#session;
    for (; this.#read < entries.length; this.#read++) {
      const entry = entries[this.#read];
      if (entry === undefined) return;
      this.#book = photoStep(this.#book, entry);
      const { author, event } = entry;
      if (event.type === 'photo-taken' && author === 'engine' && event.place !== undefined) {
        this.#done.add(event.place);
      }
    }
  }
}
