import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { asHaustraError, HaustraError } from '@haustra/domain';
import { loadPicture, openSource } from '@haustra/media';
import type { Item } from './items.js';

/** Longest side of a kept picture, pixels. */
export const LONGEST = 640;

/** One picture of an item: its visible field in its own shape. */
export interface View {
  readonly atMs: number | null;
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  /** SHA-256 of the file, where the item is a picture. */
  readonly sha256: string | null;
}

export interface ViewOptions {
  readonly perSecond: number;
  /** Time up to which the recording was looked at already; null from its start. */
  readonly afterMs: number | null;
  readonly signal: AbortSignal;
  /** Length of the recording, once it is known. */
  onDuration(ms: number | null): void;
}

/** Not a fault of this one recording: the others would fail as well. */
const FOR_ALL = new Set(['missing-tool', 'cancelled', 'unwritable', 'internal']);

/** True where a recording that cannot be read is left out and the others go on. */
export const isOfOne = (error: HaustraError): boolean => !FOR_ALL.has(error.code);

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/**
 * The pictures of one item, in the order of time. Of a recording so many a second; a still once.
 * @throws HaustraError as `openSource` and `loadPicture`
 */
export async function* viewsOf(item: Item, options: ViewOptions): AsyncGenerator<View> {
  // Sizes asked for are not used where the longest side is given.
  const size = { width: LONGEST, height: LONGEST, longest: LONGEST, signal: options.signal };
  if (item.kind === 'picture') {
    const picture = await loadPicture(item.path, size);
    const { width, height, rgb } = picture;
    yield { atMs: null, width, height, rgb, sha256: await sha256Of(item.path) };
    return;
  }
  const { perSecond, afterMs } = options;
  const sample = { perSecond, ...(afterMs === null ? {} : { afterMs }) };
  const source = await openSource(item.path, { ...size, sample }).catch((thrown: unknown) => {
    throw asHaustraError(thrown, { code: 'unreadable', message: 'it cannot be read', where: item.source });
  });
  try {
    options.onDuration(source.info.durationMs);
    for await (const { timeMs, width, height, rgb } of source.frames()) {
      yield { atMs: timeMs, width, height, rgb, sha256: null };
    }
  } finally {
    await source.close();
  }
}

/** Stops at once where a person asked for it. */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new HaustraError({ code: 'cancelled', message: 'stopped before the end' });
}
