import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GatheredFrameSchema } from '@haustra/domain';
import { Duplicates } from '@haustra/learning';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RoundFolder } from '../folder.js';
import { framesOf, keptOf } from '../frames/read.js';
import { jsonLines } from '../json-lines.js';
import { makeSite, type Site, type SitePicture } from '../testing/site.js';
import { finishGathering } from './finish.js';
import { type GatherNews, type GatherOptions, gather } from './gather.js';
import { itemsOf, sequenceOf } from './items.js';
import { Looker } from './looker.js';

const pictures: readonly SitePicture[] = [
  { look: 1 },
  { look: 1 },
  { look: 2, lesion: 80 },
  { look: 3, outside: true },
  { look: 4, unusable: true },
  { look: 5, lesion: 250 },
  { look: 6 },
  { look: 2, lesion: 80 },
  { look: 7 },
  { look: 8 },
];

let site: Site;
let looker: Looker;
const folders: Site[] = [];

beforeAll(async () => {
  site = await makeSite(pictures);
  await writeFile(join(site.recordings, 'ward', 'broken.png'), 'no picture');
  await writeFile(join(site.recordings, 'notes.txt'), 'not for us');
  looker = await Looker.open(site.shipped);
});
afterAll(async () => {
  await looker.close();
  await site.remove();
});
afterEach(() => Promise.all(folders.splice(0).map((folder) => folder.remove())));

async function folderOfOwn(): Promise<RoundFolder> {
  const own = await makeSite([]);
  folders.push(own);
  return new RoundFolder(own.data, 'round-20260102-030405-0a0b');
}

async function run(folder: RoundFolder, change: Partial<GatherOptions> = {}): Promise<GatherNews[]> {
  const news: GatherNews[] = [];
  await gather({
    folder,
    items: await itemsOf([site.recordings], site.data),
    looker,
    frames: 100,
    perSecond: 1,
    known: new Duplicates(),
    isFrozen: () => false,
    signal: new AbortController().signal,
    breathe: async () => undefined,
    onNews: (one) => news.push(one),
    ...change,
  });
  return news;
}

const fates = async (folder: RoundFolder) => {
  const all: string[] = [];
  for await (const { source, why } of framesOf(folder))
    all.push(`${source.replace('recordings/ward/', '')} ${why ?? 'kept'}`);
  return all;
};

describe('gathering', { timeout: 60_000 }, () => {
  it('keeps what may be learnt from, and says of every other frame why not', async () => {
    const folder = await folderOfOwn();
    const news = await run(folder);
    const during = await fates(folder);
    const counts = await finishGathering(folder);
    const after = await fates(folder);
    expect(after).toEqual(during);
    expect(after).toEqual([
      '0.png kept',
      '1.png duplicate',
      '2.png kept',
      '3.png outside',
      '4.png unusable',
      '5.png kept',
      '6.png kept',
      '7.png duplicate',
      '8.png kept',
      '9.png kept',
      'broken.png unreadable',
    ]);
    expect(counts).toEqual({
      looked: 11,
      kept: 6,
      dropped: { duplicate: 2, outside: 1, unusable: 1, unreadable: 1 },
    });
    expect(news.at(-1)).toMatchObject({ counts, progress: { done: 11, of: 11 } });
    expect((await readdir(folder.pictures)).sort()).toEqual([
      '0.jpg',
      '2.jpg',
      '5.jpg',
      '6.jpg',
      '8.jpg',
      '9.jpg',
    ]);
    for await (const line of jsonLines(folder.frames, GatheredFrameSchema.strict()))
      expect(line.atMs).toBeNull();
    const kept = [];
    for await (const frame of keptOf(folder)) kept.push(frame);
    const doubtful = [...kept].sort((a, b) => (b.doubt ?? 0) - (a.doubt ?? 0))[0];
    // 80 of 255 is near the score from which the tiny model shows a lesion.
    expect(doubtful?.source).toBe('recordings/ward/2.png');
    expect(doubtful?.lesions[0]?.score).toBeCloseTo(80 / 255, 2);
  });

  it('never keeps a picture that models are judged on, known by its file or by its look', async () => {
    const folder = await folderOfOwn();
    const seen: (string | null)[] = [];
    await run(folder, {
      isFrozen: ({ sha256, dhash }) => {
        seen.push(sha256);
        return dhash === seenHash;
      },
    });
    expect(seen.some((sha) => sha !== null && /^[0-9a-f]{64}$/.test(sha))).toBe(true);
    expect(await fates(folder)).toContain('0.png frozen');
  });
  let seenHash = '';
  beforeAll(async () => {
    const folder = await folderOfOwn();
    await run(folder);
    for await (const { hash, n } of keptOf(folder)) if (n === 0) seenHash = hash;
  });

  it('cuts back to the most useful and different where there are more', async () => {
    const folder = await folderOfOwn();
    await run(folder, { frames: 2 });
    const counts = await finishGathering(folder);
    expect(counts).toMatchObject({ kept: 2, dropped: { surplus: 4 } });
    const kept = (await fates(folder)).filter((line) => line.endsWith('kept'));
    expect(kept).toContain('2.png kept');
    expect(await readdir(folder.pictures)).toHaveLength(2);
  });

  it('leaves out what earlier rounds learnt from', async () => {
    const first = await folderOfOwn();
    await run(first);
    const known = new Duplicates();
    for await (const { hash } of keptOf(first)) known.take(hash, null);
    const second = await folderOfOwn();
    await run(second, { known });
    expect((await fates(second)).filter((line) => line.endsWith('kept'))).toEqual([]);
  });

  it('goes on after a stop at any frame, looks at none twice, and ends the same', async () => {
    const whole = await folderOfOwn();
    await run(whole, { frames: 3 });
    await finishGathering(whole);
    const expected = await readFile(whole.frames, 'utf8');
    for (const stopAt of [1, 3, 6, 9]) {
      const folder = await folderOfOwn();
      const controller = new AbortController();
      let looked = 0;
      const breathe = async () => {
        looked += 1;
        if (looked === stopAt) controller.abort();
      };
      await expect(run(folder, { frames: 3, breathe, signal: controller.signal })).rejects.toMatchObject({
        code: 'cancelled',
      });
      // A kill tears the last line, too.
      await writeFile(folder.looked, '{"n":99,"sour', { flag: 'a' });
      await run(folder, {
        frames: 3,
        breathe: async () => {
          looked += 1;
        },
      });
      await finishGathering(folder);
      expect(await readFile(folder.frames, 'utf8'), `stopped at ${stopAt}`).toBe(expected);
      expect(looked).toBe(pictures.length);
      expect(await readFile(folder.kept, 'utf8')).toBe(await readFile(whole.kept, 'utf8'));
    }
  });
});

describe('a kill', { timeout: 60_000 }, () => {
  it('that leaves only a part of what was written down costs nothing but looking again', async () => {
    const whole = await folderOfOwn();
    await run(whole, { frames: 3 });
    const written = await readFile(whole.looked);
    await finishGathering(whole);
    const expected = await readFile(whole.kept, 'utf8');
    for (const share of [0, 0.2, 0.5, 0.77, 0.95]) {
      const folder = await folderOfOwn();
      await mkdir(folder.path, { recursive: true });
      await writeFile(folder.looked, written.subarray(0, Math.floor(share * written.length)));
      // Pictures get their place before the line that names them.
      await cp(whole.pictures, folder.pictures, { recursive: true });
      await writeFile(folder.picture(77), 'of a line that was lost');
      await run(folder, { frames: 3 });
      await finishGathering(folder);
      expect(await readFile(folder.kept, 'utf8'), `${share} of it`).toBe(expected);
      const numbers = expected
        .trimEnd()
        .split('\n')
        .map((line) => `${JSON.parse(line).n}.jpg`);
      expect((await readdir(folder.pictures)).sort()).toEqual(numbers.sort());
    }
  });
});

describe('the items of sources', () => {
  it('have names without the paths of this machine, and two folders of one name stay two', async () => {
    const items = await itemsOf([site.recordings, site.recordings], site.data);
    expect(items).toHaveLength(22);
    expect(items[0]).toMatchObject({ source: 'recordings/ward/0.png', kind: 'picture' });
    expect(items[11]?.source).toBe('recordings~2/ward/0.png');
    expect(sequenceOf('recordings/ward/0.png')).toBe('recordings/ward');
    expect(sequenceOf('a/b.mp4')).toBe('a/b.mp4');
  });

  it('are refused where there are none', async () => {
    await expect(itemsOf([join(site.data, 'nowhere')], site.data)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(itemsOf(['archive'], site.data)).rejects.toMatchObject({ code: 'no-picture' });
  });
});
