import type { Still } from '../state/state.js';
import type { FromWorker } from '../worker/protocol.js';

/** Gives the stills of lesions addresses that the page can show, and takes those back that are not shown any more. */
export class StillUrls {
  readonly #stills = new Map<number, Still>();

  add({ lesionId, thumbnail, view }: Extract<FromWorker, { type: 'still' }>): Still {
    this.#revoke(this.#stills.get(lesionId));
    const still = { thumbnail: URL.createObjectURL(thumbnail), view: URL.createObjectURL(view) };
    this.#stills.set(lesionId, still);
    return still;
  }

  clear(): void {
    for (const still of this.#stills.values()) this.#revoke(still);
    this.#stills.clear();
  }

  #revoke(still: Still | undefined): void {
    if (still) for (const url of [still.thumbnail, still.view]) URL.revokeObjectURL(url);
  }
}
