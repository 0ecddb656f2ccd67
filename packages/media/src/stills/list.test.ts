import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPictures, naturalOrder } from './list.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haustra-list-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('pictures of a folder', () => {
  it('come in the order of a person, with ids from their path', async () => {
    await mkdir(join(folder, 'b'));
    for (const name of [
      'frame10.jpg',
      'frame2.jpg',
      'notes.txt',
      '.hidden.png',
      'b/1.PNG',
      'x.jpg',
      'x.png',
    ]) {
      await writeFile(join(folder, name), '');
    }
    const ids = (await listPictures(folder)).map((p) => p.id);
    expect(ids).toEqual(['b/1', 'frame2', 'frame10', 'x.jpg', 'x.png']);
  });

  it('may be one picture', async () => {
    expect(await listPictures(join(folder, 'x.jpg'))).toEqual([{ id: 'x', image: join(folder, 'x.jpg') }]);
  });

  it('says what is missing', async () => {
    await expect(listPictures(join(folder, 'nothing'))).rejects.toMatchObject({
      code: 'not-found',
      where: 'nothing',
    });
    const empty = join(folder, 'empty');
    await mkdir(empty);
    await expect(listPictures(empty)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is the same order always', () => {
    const names = ['a10', 'a2', 'A2', 'a/1', 'a2/1', 'ä', '01', '1'];
    const sorted = [...names].sort(naturalOrder);
    expect([...names].reverse().sort(naturalOrder)).toEqual(sorted);
  });
});
