import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PictureEmbeddingSchema, PredictionSchema } from '@haustra/domain';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { haustra } from './station-process.js';
import { removeTemps, temp } from './temp.js';

/** Its descriptor of a picture is read from the first four pixels of row 4. */
const TINY = fileURLToPath(new URL('../../../packages/vision/test/tiny', import.meta.url));
const SIDE = 16;

afterAll(removeTemps);

/** A picture of the tiny model's own size, grey but for these four reds. */
async function still(path: string, reds: readonly number[]): Promise<void> {
  const rgb = Buffer.alloc(SIDE * SIDE * 3, 128);
  reds.forEach((red, i) => {
    rgb[(4 * SIDE + i) * 3] = red;
  });
  await sharp(rgb, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toFile(path);
}

async function linesOf(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('haustra predict --embeddings', { timeout: 60_000 }, () => {
  it('writes a line for each picture that was analysed, with 5 decimals', async () => {
    const folder = await temp();
    const pictures = join(folder, 'pictures');
    await mkdir(pictures);
    await still(join(pictures, 'a.png'), [255, 0, 51, 100]);
    await writeFile(join(pictures, 'b.png'), 'no picture');
    await still(join(pictures, 'c.png'), [0, 255, 0, 85]);
    const out = join(folder, 'predictions.jsonl');
    const file = join(folder, 'deep', 'embeddings.jsonl');
    const done = await haustra(['predict', pictures, '--out', out, '--embeddings', file, '--model', TINY]);
    expect(done.stderr).toContain('1 of 3 pictures');
    const predictions = (await linesOf(out)).map((line) => PredictionSchema.parse(line));
    expect(predictions.map(({ id, error }) => [id, error === undefined])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
    ]);
    const embeddings = (await linesOf(file)).map((line) => PictureEmbeddingSchema.strict().parse(line));
    expect(embeddings).toEqual([
      { id: 'a', model: predictions[0]?.model, embedding: [1, 0, 0.2, 0.39216] },
      { id: 'c', model: predictions[2]?.model, embedding: [0, 1, 0, 0.33333] },
    ]);
  });

  it('says so where the model has no descriptor of pictures, and writes nothing', async () => {
    const folder = await temp();
    const older = join(folder, 'older');
    await cp(TINY, older, { recursive: true });
    const manifest = JSON.parse(await readFile(join(older, 'manifest.json'), 'utf8'));
    delete manifest.tasks.search;
    await writeFile(join(older, 'manifest.json'), JSON.stringify(manifest));
    await still(join(folder, 'a.png'), [1, 2, 3, 4]);
    const args = ['predict', join(folder, 'a.png'), '--out', join(folder, 'p.jsonl'), '--model', older];
    const file = join(folder, 'e.jsonl');
    const refused = await haustra([...args, '--embeddings', file]);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('tiny 0.0.1: this model has no descriptor of whole pictures');
    expect(refused.stderr).toContain('tasks.search');
    expect((await haustra([...args, '--embeddings', file, '--lang', 'zh'])).stderr).toContain('描述向量');
    expect((await readdir(folder)).sort()).toEqual(['a.png', 'older']);
    expect((await haustra(args)).code).toBe(0);
  });

  it('leaves neither file where there is no picture, and wants two names', async () => {
    const folder = await temp();
    const empty = join(folder, 'empty');
    await mkdir(empty);
    const to = (out: string, file: string) => [
      '--out',
      join(folder, out),
      '--embeddings',
      join(folder, file),
    ];
    const none = await haustra(['predict', empty, ...to('p.jsonl', 'e.jsonl'), '--model', TINY]);
    expect(none.code).toBe(1);
    const one = await haustra(['predict', empty, ...to('p.jsonl', './p.jsonl'), '--model', TINY]);
    expect(one.code).toBe(2);
    expect(one.stderr).toContain('cannot go into one file');
    expect(await readdir(folder)).toEqual(['empty']);
  });
});
