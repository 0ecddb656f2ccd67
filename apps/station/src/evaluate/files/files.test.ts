import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPrediction, aRow } from '../fixtures.js';
import { readIndex } from './read-index.js';
import { readMask, readProbabilities } from './read-mask.js';
import { readPredictions } from './read-predictions.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haustra-evaluate-'));
});
afterAll(() => rm(folder, { recursive: true }));

const write = async (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

const HEAD =
  'id,image,source,split,width,height,organ,sequence,polyp,mask,boxes,cleanliness,landmark,quality,light,licence';
const all = { splits: null, sources: null };

describe('readIndex', () => {
  it('reads rows, keeps "not known" apart from "none", and leaves the training split out', async () => {
    const file = await write(
      'index.csv',
      [
        HEAD,
        'a,a.jpg,s,test,4,3,colon,,1,m.png,"[[0.1,0.1,0.2,0.2,""polyp""]]",,,,,CC0',
        'b,b.jpg,s,test,4,3,,,,,,,,,,CC0',
        'c,c.jpg,t,val,4,3,colon,q,0,,[],,,,,CC0',
        'd,d.jpg,t,train,4,3,colon,,,,,,,,,CC0',
      ].join('\n'),
    );
    const rows = await readIndex(file, all);
    expect(rows.map((r) => [r.id, r.boxes])).toEqual([
      ['a', [[0.1, 0.1, 0.2, 0.2, 'polyp']]],
      ['b', null],
      ['c', []],
    ]);
    expect((await readIndex(file, { splits: ['train'], sources: ['t'] })).map((r) => r.id)).toEqual(['d']);
    await expect(readIndex(file, { splits: ['nowhere'], sources: null })).rejects.toThrow('none of the 4');
  });

  it('names the file that is missing and the line that is wrong', async () => {
    await expect(readIndex(join(folder, 'none.csv'), all)).rejects.toMatchObject({ code: 'not-found' });
    const twice = await write(
      'twice.csv',
      `${HEAD}\na,a.jpg,s,test,4,3,,,,,,,,,,x\na,a.jpg,s,test,4,3,,,,,,,,,,x\n`,
    );
    await expect(readIndex(twice, all)).rejects.toThrow(/line 3 .* twice/);
    const organ = await write('organ.csv', `${HEAD}\na,a.jpg,s,test,4,3,knee,,,,,,,,,x\n`);
    await expect(readIndex(organ, all)).rejects.toThrow(/line 2 .*organ/);
    const broken = await write('broken.csv', `${HEAD}\n"a,b\n`);
    await expect(readIndex(broken, all)).rejects.toMatchObject({ code: 'unreadable' });
  });
});

describe('readPredictions', () => {
  it('gives them in the order of the rows', async () => {
    const lines = ['b', 'other', 'a'].map((id) => JSON.stringify(aPrediction({ id })));
    const file = await write('predictions.jsonl', `${lines.join('\n')}\n`);
    const read = await readPredictions(file, [aRow({ id: 'a' }), aRow({ id: 'b' })]);
    expect(read.map((p) => p.id)).toEqual(['a', 'b']);
  });

  it('leaves no picture out in silence', async () => {
    const file = await write('few.jsonl', `${JSON.stringify(aPrediction({ id: 'a' }))}\n`);
    const rows = [aRow({ id: 'a' }), aRow({ id: 'b' })];
    await expect(readPredictions(file, rows)).rejects.toThrow('1 of 2 pictures have no prediction');
  });

  it('names what is missing or wrong', async () => {
    await expect(readPredictions(join(folder, 'none.jsonl'), [])).rejects.toMatchObject({
      code: 'not-found',
    });
    const file = await write('wrong.jsonl', '\n{"id":1}\n');
    await expect(readPredictions(file, [])).rejects.toThrow('line 2');
  });
});

describe('masks', () => {
  const indices = Uint8Array.from([0, 1, 2, 3]);
  const raw = { raw: { width: 2, height: 2, channels: 1 } } as const;

  it('reads the small indices of a grey mask as they are', async () => {
    const file = await write('grey.png', await sharp(indices, raw).toColourspace('b-w').png().toBuffer());
    expect(await readMask(file)).toEqual({ width: 2, height: 2, values: indices });
  });

  it('reads a palette whose background is not black', async () => {
    const colours = Uint8Array.from([9, 9, 9, 255, 0, 0, 9, 9, 9, 0, 255, 0]);
    const made = await sharp(colours, { raw: { width: 2, height: 2, channels: 3 } })
      .png({ palette: true, colours: 4, dither: 0 })
      .toBuffer();
    const mask = await readMask(await write('palette.png', made));
    const [a, b, c, d] = mask.values;
    expect(a).toBe(c);
    expect(new Set([a, b])).toEqual(new Set([0, 1]));
    expect(d).toBe(1);
  });

  it('reads probabilities', async () => {
    const probability = Uint8Array.from([0, 64, 128, 255]);
    const file = await write('prob.png', await sharp(probability, raw).toColourspace('b-w').png().toBuffer());
    expect((await readProbabilities(file)).values).toEqual(probability);
  });

  it('says which mask cannot be read', async () => {
    await expect(readMask(await write('text.png', 'no picture'))).rejects.toMatchObject({
      code: 'unreadable',
    });
  });
});
