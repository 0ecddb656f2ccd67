import { type EventBody, type ShownLesion, toBox } from '@haustra/domain';
import { canonicalJson, roundNumbers } from '@haustra/store';
import type { LesionSummary, TrackerUpdate } from '@haustra/vision';

/** Turns what the tracker says into events: first sights, and what is known of a lesion when that changed. */
export class LesionBook {
  /** What was written last of each lesion. */
  readonly #written = new Map<number, string>();

  events(update: TrackerUpdate): EventBody[] {
    const shown = new Map(update.shown.map((lesion) => [lesion.id, lesion]));
    const seen = update.firstSight.flatMap((id) => {
      const lesion = shown.get(id);
      return lesion ? [seenEvent(lesion)] : [];
    });
    return [...seen, ...this.updates(update.left)];
  }

  updates(summaries: readonly LesionSummary[]): EventBody[] {
    return summaries.flatMap((summary) => {
      const event = updatedEvent(summary);
      const text = canonicalJson(roundNumbers(event));
      if (this.#written.get(summary.lesionId) === text) return [];
      this.#written.set(summary.lesionId, text);
      return [event];
    });
  }
}

const seenEvent = (lesion: ShownLesion): EventBody => ({
  type: 'lesion-seen',
  lesionId: lesion.id,
  box: toBox(lesion.box),
  score: lesion.score,
});

const updatedEvent = ({ box, size, ...known }: LesionSummary): EventBody => ({
  type: 'lesion-updated',
  lesionId: known.lesionId,
  firstMs: known.firstMs,
  lastMs: known.lastMs,
  frames: known.frames,
  bestFrameMs: known.bestFrameMs,
  bestScore: known.bestScore,
  box: toBox(box),
  neoplastic: known.neoplastic,
  call: known.call,
  ...(size === null ? {} : { size }),
});
