import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnalysisFrame } from '@haustra/domain';
import { loadPicture, openSource } from '@haustra/media';

/** Frames looked at for each second of a recording: enough for what a doctor can see, a fifth of the work. */
const PER_SECOND = 5;

/** A frame of an ended examination. */
export interface ExamFrame {
  /** Within the examination's folder. */
  readonly file: string;
  /** Time within the recording; null for a photo. */
  readonly atMs: number | null;
  readonly frame: AnalysisFrame;
}

/**
 * The frames that an examination left: those of its recordings in order of time, or where none was recorded its photos.
 * @param size input of the model, in pixels
 * @throws HaustraError as `openSource` and `loadPicture`
 */
export async function* examFrames(
  folder: string,
  size: { readonly width: number; readonly height: number },
  signal: AbortSignal,
): AsyncGenerator<ExamFrame> {
  const names = (await readdir(folder)).sort();
  const recordings = names.filter((name) => /^recording-\d+\.webm$/.test(name));
  for (const file of recordings) {
    const source = await openSource(join(folder, file), {
      ...size,
      sample: { perSecond: PER_SECOND },
      signal,
    });
    try {
      for await (const frame of source.frames()) yield { file, atMs: frame.timeMs, frame };
    } finally {
      await source.close();
    }
  }
  if (recordings.length > 0) return;
  const photos = (await readdir(join(folder, 'photos')).catch(() => [])).filter((name) =>
    /\.jpg$/.test(name),
  );
  for (const name of photos.sort()) {
    const frame = await loadPicture(join(folder, 'photos', name), { ...size, signal });
    yield { file: `photos/${name}`, atMs: null, frame };
  }
}
