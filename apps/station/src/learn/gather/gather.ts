import { asHaustraError, type DropReason, type GatheredFrame, type Round } from '@haustra/domain';
import type { Duplicates } from '@haustra/learning';
import type { RoundFolder } from '../folder.js';
import { lookToText } from '../frames/lines.js';
import { pictureHash } from '../frozen/fingerprints.js';
import type { Item } from './items.js';
import { LookedFile, type Standing, standingOf } from './looked-file.js';
import type { Looker, Sight } from './looker.js';
import { GatherMeter } from './meter.js';
import { RoundPictures } from './pictures.js';
import { isOfOne, throwIfStopped, type View, viewsOf } from './views.js';

/** What gathering says while it runs. */
export interface GatherNews {
  readonly counts: Pick<Round['counts'], 'looked' | 'kept' | 'dropped'>;
  readonly progress: Round['progress'];
}

export interface GatherOptions {
  readonly folder: RoundFolder;
  readonly items: readonly Item[];
  readonly looker: Looker;
  readonly frames: number;
  readonly perSecond: number;
  /** Pictures of earlier rounds that need not be learnt from again. */
  readonly known: Duplicates;
  /** True for a picture that models are judged on. */
  isFrozen(picture: { readonly sha256: string | null; readonly dhash: string }): boolean;
  readonly signal: AbortSignal;
  /** Waits while an examination is open. */
  breathe(): Promise<void>;
  onNews(news: GatherNews): void;
}

/**
 * Looks at the frames of all items and keeps the useful and different ones; what it did is on the disk at any moment, so
 * that it goes on after a stop, also a kill, where it was. Frames are never all in memory: of those that could be kept,
 * a fingerprint of about 150 bytes is.
 * @throws HaustraError `cancelled` when the signal says so (all is flushed); `unwritable`, `missing-tool`,
 * `analysis-failed`
 */
export async function gather(options: GatherOptions): Promise<void> {
  const { folder, items, frames, known } = options;
  const standing = await standingOf(folder, frames, known);
  const meter = new GatherMeter(items, standing);
  const pictures = await RoundPictures.open(folder);
  const file = await LookedFile.open(folder);
  const gathering = new Gathering(options, standing, meter, pictures, file);
  try {
    for (const item of items) {
      if (!standing.finished.has(item.source)) await gathering.item(item);
    }
    await gathering.end();
  } finally {
    await file.close();
  }
}

class Gathering {
  constructor(
    readonly options: GatherOptions,
    readonly standing: Standing,
    readonly meter: GatherMeter,
    readonly pictures: RoundPictures,
    readonly file: LookedFile,
  ) {}

  async item(item: Item): Promise<void> {
    const { signal, perSecond, breathe } = this.options;
    const afterMs = this.standing.reached.get(item.source) ?? null;
    this.meter.begin(item, afterMs);
    try {
      const views = viewsOf(item, {
        perSecond,
        afterMs,
        signal,
        onDuration: (ms) => this.meter.duration(ms),
      });
      for await (const view of views) {
        throwIfStopped(signal);
        await breathe();
        await this.#view(item, view);
        this.#tell(view.atMs);
      }
    } catch (thrown) {
      const problem = asHaustraError(thrown, { code: 'internal', message: 'a frame could not be looked at' });
      throwIfStopped(signal);
      if (!isOfOne(problem)) throw problem;
      // What could be read of it counts; the rest is named and the others go on.
      await this.#drop(item, null, 'unreadable', null);
    }
    await this.file.write({ finished: item.source });
    this.meter.end(item);
    this.#tell(null);
  }

  async #view(item: Item, view: View): Promise<void> {
    const { looker, isFrozen } = this.options;
    const { pool, duplicates } = this.standing;
    const sight = await looker.look(view).catch((thrown: unknown) => {
      const problem = asHaustraError(thrown, { code: 'internal', message: 'the model gave no answer' });
      // One picture that the model has no answer for; a model that does not run at all has thrown at its start.
      if (problem.code === 'analysis-failed') return null;
      throw problem;
    });
    if (sight === null) return this.#drop(item, view, 'unreadable', null);
    const frozen = () => isFrozen({ sha256: view.sha256, dhash: sight.hash });
    const near = () => duplicates.isNear(sight.hash, sight.look, pool.looks());
    const why = sight.fault ?? (frozen() ? 'frozen' : near() ? 'duplicate' : null);
    if (why !== null) return this.#drop(item, view, why, sight);
    await this.#keep(item, view, sight);
  }

  async #drop(item: Item, view: View | null, why: DropReason, sight: Sight | null): Promise<void> {
    const frame = this.#frame(item, view, sight, why, null);
    if (view !== null) await this.pictures.drop(frame.n, why, view);
    this.#count(why, 1);
    await this.file.write(frame);
  }

  async #keep(item: Item, view: View, sight: Sight): Promise<void> {
    const { pool, duplicates } = this.standing;
    const { looker, folder, isFrozen } = this.options;
    const path = folder.picture(this.standing.next);
    await this.pictures.keep(this.standing.next, view);
    // What lies on the disk is what is learnt from, and saving it may have brought it nearer to a frozen picture.
    const hash = await pictureHash(path);
    if (isFrozen({ sha256: null, dhash: hash })) {
      await this.pictures.remove([this.standing.next]);
      return this.#drop(item, view, 'frozen', sight);
    }
    const doubt = await looker.doubt(sight);
    const frame = this.#frame(item, view, sight, null, doubt);
    const { width, height } = view;
    const { look, lesions } = sight;
    await this.file.write({ ...frame, width, height, hash, look: lookToText(look), lesions });
    duplicates.take(hash, look);
    await this.#fellOut(pool.add({ n: frame.n, worth: doubt, look }));
  }

  /** Says that frames fell out for better ones, first on the disk, then by removing their pictures. */
  async #fellOut(surplus: readonly number[]): Promise<void> {
    if (surplus.length === 0) return;
    this.#count('surplus', surplus.length);
    await this.file.write({ surplus: [...surplus] });
    await this.file.flush();
    await this.pictures.remove(surplus);
  }

  #frame(
    item: Item,
    view: View | null,
    sight: Sight | null,
    why: DropReason | null,
    doubt: number | null,
  ): GatheredFrame {
    this.standing.counts.looked += 1;
    return {
      n: this.standing.next++,
      source: item.source,
      atMs: view?.atMs ?? null,
      kept: why === null,
      why,
      organ: sight?.organ ?? null,
      usable: sight?.usable ?? null,
      best: sight?.best ?? null,
      doubt,
    };
  }

  #count(why: DropReason, by: number): void {
    const { dropped } = this.standing.counts;
    dropped[why] = (dropped[why] ?? 0) + by;
  }

  #tell(atMs: number | null): void {
    const { counts, pool } = this.standing;
    const progress = this.meter.progress(atMs, counts.looked);
    this.options.onNews({
      counts: { looked: counts.looked, kept: pool.size, dropped: { ...counts.dropped } },
      progress,
    });
  }

  /** Cuts back to what was asked for. */
  async end(): Promise<void> {
    await this.#fellOut(this.standing.pool.cut());
    await this.file.flush();
    this.#tell(null);
  }
}
