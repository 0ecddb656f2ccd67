import type { Held } from './pairing.js';
import type { PlaceStill } from './protocol.js';
import { type FrameImage, frameJpeg } from './stills.js';

type Waiting = Omit<PlaceStill, 'jpeg'> & { readonly jpeg: Promise<Blob> };

/** The best still so far of each place that has no picture yet, kept until the station says that it is to be stored. */
export class PlaceStills {
  readonly #held = new Map<string, Waiting>();
  readonly #encode: (picture: FrameImage) => Promise<Blob>;

  constructor(encode = (picture: FrameImage) => frameJpeg(picture, [])) {
    this.#encode = encode;
  }

  /** Keeps a still of the frame for these places, as it was captured. Draws before it returns. */
  hold(places: readonly string[], { picture, id, capturedAt }: Held<FrameImage>): void {
    if (places.length === 0) return;
    const jpeg = this.#encode(picture);
    jpeg.catch(() => undefined);
    for (const place of places) this.#held.set(place, { place, jpeg, frameId: id, capturedAt });
  }

  /** The still of a place, which is then no longer held; null where there is none. */
  async take(place: string): Promise<PlaceStill | null> {
    const still = this.#held.get(place);
    this.#held.delete(place);
    if (still === undefined) return null;
    const jpeg = await still.jpeg.catch(() => null);
    return jpeg && { ...still, jpeg };
  }

  /** Another examination. */
  clear(): void {
    this.#held.clear();
  }
}
