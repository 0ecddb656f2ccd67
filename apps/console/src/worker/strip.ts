import type { JournalEntry, LiveLesion } from '@haustra/domain';
import type { StripLesion } from './protocol.js';

interface Known {
  lesion: StripLesion;
  pictureScore: number;
  picturedAt: number | null;
}

/** A new still is worth its cost when the lesion shows this much better, and not more often than this. */
const BETTER_BY = 0.03;
const STILL_EVERY_MS = 700;

/** The lesions of the running examination, in the order of first sight, as the strip shows them. */
export class LesionStrip {
  readonly #known = new Map<number, Known>();

  /**
   * Takes in the lesions of one result; gives the numbers of those that deserve a (new) still from this frame. Without
   * the frame at hand (`hasFrame` false) no still is asked for.
   */
  update(shown: readonly LiveLesion[], now: number, hasFrame = true): number[] {
    const visible = new Set(shown.map((lesion) => lesion.id));
    for (const known of this.#known.values())
      if (known.lesion.visible && !visible.has(known.lesion.id))
        known.lesion = { ...known.lesion, visible: false };
    const deserving: number[] = [];
    for (const lesion of shown) {
      const known = this.#known.get(lesion.id);
      const entry: StripLesion = {
        id: lesion.id,
        call: lesion.call,
        neoplastic: lesion.neoplastic,
        score: Math.max(lesion.score, known?.lesion.score ?? 0),
        firstMs: lesion.firstMs,
        visible: true,
      };
      const still =
        hasFrame &&
        !lesion.held &&
        (!known ||
          known.picturedAt === null ||
          (lesion.score >= known.pictureScore + BETTER_BY && now - known.picturedAt > STILL_EVERY_MS));
      if (still) deserving.push(lesion.id);
      this.#known.set(lesion.id, {
        lesion: entry,
        pictureScore: still ? lesion.score : (known?.pictureScore ?? 0),
        picturedAt: still ? now : (known?.picturedAt ?? null),
      });
    }
    return deserving;
  }

  /**
   * Takes in a line of the journal: a page that resumes an examination learns so of the lesions before its time. What it
   * has seen itself it knows better. True when that changed the strip.
   */
  learn({ atMs, event }: JournalEntry): boolean {
    if (event.type !== 'lesion-seen' && event.type !== 'lesion-updated') return false;
    const known = this.#known.get(event.lesionId);
    if (known && (known.picturedAt !== null || event.type === 'lesion-seen')) return false;
    const { lesionId: id } = event;
    const visible = known?.lesion.visible ?? false;
    const lesion: StripLesion =
      event.type === 'lesion-seen'
        ? { id, visible, call: 'no-call', neoplastic: 0.5, score: event.score, firstMs: atMs }
        : {
            id,
            visible,
            call: event.call,
            neoplastic: event.neoplastic,
            score: event.bestScore,
            firstMs: event.firstMs,
          };
    this.#known.set(id, { lesion, pictureScore: 0, picturedAt: null });
    return true;
  }

  /** Nothing is in the picture any more: the source or the analysis is gone. */
  hideAll(): void {
    for (const known of this.#known.values()) known.lesion = { ...known.lesion, visible: false };
  }

  list(): StripLesion[] {
    return [...this.#known.values()].map((known) => known.lesion);
  }

  clear(): void {
    this.#known.clear();
  }
}
