import { join } from 'node:path';
import type { PhotoChoice } from '@haustra/clinical';
import type { JournalEntry } from '@haustra/domain';
import { savePhoto } from '@haustra/media';
import type { LesionSummary } from '@haustra/vision';

/** A frame of the recording that is worth a photo. */
export interface WantedPhoto {
  readonly lesionId: number | null;
  readonly place: string | null;
  readonly atMs: number;
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

/** The best frame of each lesion, as `photos/lesion-N.jpg`, and of each place, as `photos/place-….jpg`. Pure. */
export const wantedPhotos = (
  lesions: ReadonlyMap<number, number>,
  places: readonly PhotoChoice[],
): readonly WantedPhoto[] => [
  ...[...lesions].map(([lesionId, atMs]) => ({
    lesionId,
    place: null,
    atMs,
    file: `photos/lesion-${lesionId}.jpg`,
  })),
  ...places.map(({ place, timeMs }) => ({
    lesionId: null,
    place,
    atMs: timeMs,
    file: `photos/place-${place}.jpg`,
  })),
];

/**
 * Writes the photos, as the camera gave them.
 * @param onProblem told of a photo that could not be made; the others go on
 * @returns those that were written
 * @throws HaustraError `cancelled`
 */
export async function writePhotos(
  wanted: readonly WantedPhoto[],
  options: { source: string; folder: string; signal: AbortSignal },
  onProblem: (file: string, thrown: unknown) => void,
): Promise<readonly WantedPhoto[]> {
  const written: WantedPhoto[] = [];
  for (const photo of wanted) {
    const { atMs, file } = photo;
    try {
      const out = join(options.folder, file);
      await savePhoto({ source: options.source, atMs, out, signal: options.signal });
      written.push(photo);
    } catch (thrown) {
      options.signal.throwIfAborted();
      onProblem(file, thrown);
    }
  }
  return written;
}
