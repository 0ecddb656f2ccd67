import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DropReason } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import sharp from 'sharp';
import type { RoundFolder } from '../folder.js';
import type { View } from './views.js';

const QUALITY = 92;
const THUMB = 160;
/** The first dropped frames of each reason are shown, then ever fewer: the tenth of a thousand says as much as all. */
const FIRST = 12;

const raw = ({ rgb, width, height }: View) => sharp(rgb, { raw: { width, height, channels: 3 } });

/** The pictures that a round keeps, and small ones of some of those that it drops. */
export class RoundPictures {
  readonly #dropped = new Map<DropReason, number>();

  private constructor(readonly folder: RoundFolder) {}

  /** @throws HaustraError `unwritable` */
  static async open(folder: RoundFolder): Promise<RoundPictures> {
    await mkdir(folder.pictures, { recursive: true });
    await mkdir(folder.dropped, { recursive: true });
    return new RoundPictures(folder);
  }

  /** @throws HaustraError `unwritable` */
  async keep(n: number, view: View): Promise<void> {
    const jpeg = await raw(view).jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' }).toBuffer();
    await writeFileAtomic(this.folder.picture(n), jpeg);
  }

  /** Keeps a small picture of a dropped frame now and then. */
  async drop(n: number, why: DropReason, view: View): Promise<void> {
    const count = (this.#dropped.get(why) ?? 0) + 1;
    this.#dropped.set(why, count);
    const powerOfTwo = (count & (count - 1)) === 0;
    if (count > FIRST && !powerOfTwo) return;
    const jpeg = await raw(view).resize(THUMB, THUMB, { fit: 'inside' }).jpeg({ quality: 80 }).toBuffer();
    await writeFileAtomic(join(this.folder.dropped, `${n}.jpg`), jpeg);
  }

  async remove(numbers: readonly number[]): Promise<void> {
    for (const n of numbers) await rm(this.folder.picture(n), { force: true });
  }

  /** Removes pictures of frames that are not kept: what a stop left between the two. */
  async sweep(kept: ReadonlySet<number>): Promise<void> {
    for (const name of await readdir(this.folder.pictures)) {
      const n = /^([0-9]+)\.jpg$/.exec(name)?.[1];
      if (n === undefined || !kept.has(Number(n))) {
        await rm(join(this.folder.pictures, name), { recursive: true, force: true });
      }
    }
  }
}
