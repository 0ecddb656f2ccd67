import { join } from 'node:path';
import type { JournalEntry } from '@haustra/domain';
import { savePhoto } from '@haustra/media';
import type { LesionSummary } from '@haustra/vision';

export interface LesionPhoto {
  readonly lesionId: number;
  /** Name within the output folder. */
  readonly file: string;
}

/** Time of the best frame of each lesion, by its number: as the journal says, and for those still in view as the tracker says. Pure. */
export function bestFrames(
  entries: readonly JournalEntry[],
  inView: readonly LesionSummary[],
): Map<number, number> {
  const best = new Map<number, number>();
  for (const { event } of entries) {
    if (event.type !== 'lesion-updated') continue;
    best.set(event.lesionId, event.bestFrameMs);
  }
  for (const { lesionId, bestFrameMs } of inView) best.set(lesionId, bestFrameMs);
  return new Map([...best].sort(([a], [b]) => a - b));
}

/**
 * Writes `photos/lesion-N.jpg`, the best frame of each lesion, as the camera gave it.
 * @param onProblem told of a photo that could not be made; the others go on
 * @throws HaustraError `cancelled`
 */
export async function lesionPhotos(
  best: ReadonlyMap<number, number>,
  options: { source: string; folder: string; signal: AbortSignal },
  onProblem: (lesionId: number, thrown: unknown) => void,
): Promise<LesionPhoto[]> {
  const photos: LesionPhoto[] = [];
  for (const [lesionId, atMs] of best) {
    const file = `photos/lesion-${lesionId}.jpg`;
    try {
      await savePhoto({
        source: options.source,
        atMs,
        out: join(options.folder, file),
        signal: options.signal,
      });
      photos.push({ lesionId, file });
    } catch (thrown) {
      options.signal.throwIfAborted();
      onProblem(lesionId, thrown);
    }
  }
  return photos;
}
