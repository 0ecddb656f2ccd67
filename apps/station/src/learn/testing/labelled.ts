/** A labelled folder whose pictures tell the tiny model the right answer to every question, and models that spoil one. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelManifest } from '@haustra/domain';
import sharp from 'sharp';
import { pixels } from './site.js';

const SIDE = 16;
/** Where the tiny model sees the lesion of its first cell. */
const BOX = [0.1, 0.1, 0.3, 0.3];
const HEADER =
  'id,image,source,split,width,height,organ,sequence,polyp,mask,boxes,cleanliness,landmark,quality,light,licence';

/** What the tiny model says of picture `n`: every fourth neoplastic, every fourth not, half without a lesion. */
function told(n: number): { readonly rgb: Buffer; readonly lesion: boolean; readonly neoplastic: boolean } {
  const lesion = n % 2 === 0;
  const neoplastic = n % 4 === 0;
  const outside = n % 6 === 5;
  const rgb = pixels({ look: n, lesion: lesion ? 200 : 0, outside });
  const put = (row: number, column: number, channel: number, value: number) => {
    rgb[(row * SIDE + column) * 3 + channel] = value;
  };
  put(0, 0, 1, neoplastic ? 230 : 20);
  const clean = n % 3 === 0 ? [255, 0, 0] : [0, 255, 0];
  for (const [channel, value] of clean.entries()) put(1, 1, channel, value);
  put(1, 2, 0, n % 4 === 1 ? 240 : 10);
  for (let row = 8; row < SIDE; row++) {
    for (let column = 8; column < SIDE; column++) put(row, column, 0, lesion && row < 12 ? 250 : 0);
  }
  return { rgb, lesion, neoplastic };
}

/**
 * Writes a labelled folder: `count` pictures of the split `test`, half of the source `ward-a`, half of `ward-b`.
 * @param change a row that is written otherwise, by its number
 */
export async function labelledFolder(
  folder: string,
  count = 96,
  change: (n: number, cells: Record<string, string>) => void = () => undefined,
): Promise<string> {
  await mkdir(join(folder, 'images'), { recursive: true });
  await mkdir(join(folder, 'masks'), { recursive: true });
  const lines = [HEADER];
  for (let n = 0; n < count; n++) {
    const { rgb, lesion, neoplastic } = told(n);
    const [image, mask] = [`images/${n}.png`, `masks/${n}.png`];
    await sharp(rgb, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .png()
      .toFile(join(folder, image));
    if (lesion) {
      // The upper half of the field, as the model says it.
      const drawn = Buffer.alloc(SIDE * SIDE, 0).fill(255, 0, (SIDE * SIDE) / 2);
      await sharp(drawn, { raw: { width: SIDE, height: SIDE, channels: 1 } })
        .png()
        .toFile(join(folder, mask));
    }
    const cells: Record<string, string> = {
      id: `ward/${n}`,
      image,
      source: n % 16 < 8 ? 'ward-a' : 'ward-b',
      split: 'test',
      width: `${SIDE}`,
      height: `${SIDE}`,
      organ: n % 6 === 5 ? 'outside' : 'colon',
      polyp: lesion ? '1' : '0',
      mask: lesion ? mask : '',
      boxes: lesion ? JSON.stringify([[...BOX, neoplastic ? 'neoplastic' : 'non-neoplastic']]) : '[]',
      cleanliness: n % 3 === 0 ? 'bbps-0-1' : 'bbps-2-3',
      landmark: n % 4 === 1 ? 'caecum' : n % 4 === 3 ? 'rectum' : '',
      quality: 'usable',
      licence: 'CC0',
    };
    change(n, cells);
    const text = HEADER.split(',').map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`);
    lines.push(text.join(','));
  }
  await writeFile(join(folder, 'index.csv'), `${lines.join('\n')}\n`);
  return folder;
}

/** A copy of a model of another version, with another manifest. */
export async function variant(
  shipped: string,
  folder: string,
  version: string,
  change: (manifest: ModelManifest) => ModelManifest = (manifest) => manifest,
): Promise<string> {
  if (folder !== shipped) await cp(shipped, folder, { recursive: true });
  const manifest = JSON.parse(await readFile(join(shipped, 'manifest.json'), 'utf8')) as ModelManifest;
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(change({ ...manifest, version })));
  return folder;
}

/** The same model with lesions shown from this score on. */
export const showing =
  (show: number) =>
  (manifest: ModelManifest): ModelManifest => ({
    ...manifest,
    operatingPoints: { A: { show }, B: { show } },
  });

/** The same model whose organ head gives the answers of another head. */
export const organSpoilt = (manifest: ModelManifest): ModelManifest => ({
  ...manifest,
  tasks: { ...manifest.tasks, organ: { ...manifest.tasks.organ, output: 'cleanliness' } },
});
