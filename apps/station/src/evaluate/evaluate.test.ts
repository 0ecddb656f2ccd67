import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messagesOf } from '../cli/lang.js';
import type { Run } from '../cli/run.js';
import { ComparisonFileSchema } from './compare/comparison-file.js';
import { type EvaluateOptions, evaluate } from './evaluate.js';
import { aLesion, aPrediction } from './fixtures.js';
import { MetricsFileSchema } from './metrics-file.js';

const HEAD =
  'id,image,source,split,width,height,organ,sequence,polyp,mask,boxes,cleanliness,landmark,quality,light,licence';
const BOXES = '"[[0.25,0.25,0.5,0.5,""polyp""]]"';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haustra-evaluate-'));
  await mkdir(join(folder, 'masks/hyper'), { recursive: true });
  const picture = { create: { width: 8, height: 8, channels: 3, background: '#a54' } } as const;
  await sharp(picture).jpeg().toFile(join(folder, 'a.jpg'));
  const square = Uint8Array.from({ length: 64 }, (_, i) =>
    i % 8 >= 2 && i % 8 < 6 && i > 15 && i < 48 ? 1 : 0,
  );
  const grey = (values: Uint8Array) =>
    sharp(values, { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace('b-w')
      .png();
  await grey(square).toFile(join(folder, 'drawn.png'));
  await grey(square.map((v) => v * 255)).toFile(join(folder, 'masks/hyper/a.png'));
  await writeFile(
    join(folder, 'index.csv'),
    [
      HEAD,
      `hyper/a,a.jpg,hyperkvasir,test,8,8,colon,,1,drawn.png,${BOXES},,,,,CC0`,
      `hyper/b,gone.jpg,hyperkvasir,test,8,8,colon,,1,,${BOXES},,,,,CC0`,
      'poly/c,gone.jpg,polypgen,val,8,8,colon,s1,0,,[],,,,,CC0',
      'poly/d,gone.jpg,polypgen,train,8,8,colon,s1,0,,[],,,,,CC0',
      '',
    ].join('\n'),
  );
  await predictions(['hyper/a', 'hyper/b', 'poly/c']);
});
afterEach(() => rm(folder, { recursive: true }));

const predictions = (
  ids: readonly string[],
  model = 'made-up@sha256:00',
  withLesion: readonly string[] = ['hyper/a'],
) => {
  const found = [aLesion([0.25, 0.25, 0.5, 0.5], 0.9)];
  const lines = ids.map((id) =>
    JSON.stringify(aPrediction({ id, model, lesions: withLesion.includes(id) ? found : [] })),
  );
  return writeFile(join(folder, 'predictions.jsonl'), lines.join('\n'));
};

function runOf(signal = new AbortController().signal) {
  const answers: { value: unknown; text: string }[] = [];
  const run: Run = {
    lang: 'en',
    t: messagesOf('en'),
    json: false,
    signal,
    say: () => undefined,
    note: () => undefined,
    answer: (value, text) => answers.push({ value, text }),
    progress: () => ({ update: () => undefined, stop: () => undefined }),
  };
  return { run, answers };
}

const options = (given: Partial<EvaluateOptions> = {}): EvaluateOptions => ({
  predictions: join(folder, 'predictions.jsonl'),
  masks: join(folder, 'masks'),
  out: join(folder, 'out'),
  model: undefined,
  precision: undefined,
  provider: 'cpu',
  splits: null,
  sources: null,
  rounds: 100,
  seed: 1,
  frame: 'original',
  against: null,
  ...given,
});

describe('evaluate', () => {
  it('measures predictions, writes metrics and report, and says the same in a table', async () => {
    const { run, answers } = runOf();
    expect(await evaluate(run, join(folder, 'index.csv'), options())).toBe(0);
    const metrics = MetricsFileSchema.parse(
      JSON.parse(await readFile(join(folder, 'out/metrics.json'), 'utf8')),
    );
    const all = metrics.sets.find((set) => set.kind === 'all');
    expect(all).toMatchObject({ pictures: 3, withPolyp: 2, withoutPolyp: 1 });
    expect(all?.detection?.ap50?.value).toBeCloseTo(51 / 101, 12);
    expect(all?.operating.lesions).toMatchObject({ hits: 1, n: 2 });
    expect(all?.operating.specificity).toMatchObject({ hits: 1, n: 1 });
    expect(metrics).toMatchObject({ frame: null, picturesSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(all?.mask?.dice).toMatchObject({ value: 1, n: 1 });
    expect(answers[0]?.text).toContain('Kvasir-SEG test');
    const report = await readFile(join(folder, 'out/report.html'), 'utf8');
    expect(report).toContain('hyper/b');
    expect(report).not.toContain(folder);
    expect(existsSync(join(folder, 'out/predictions.jsonl'))).toBe(false);
  });

  it('gives the same files each time', async () => {
    const read = async () => {
      await evaluate(runOf().run, join(folder, 'index.csv'), options());
      return Promise.all(
        ['metrics.json', 'report.html'].map((name) => readFile(join(folder, 'out', name), 'utf8')),
      );
    };
    expect(await read()).toEqual(await read());
  });

  it('refuses predictions of two models', async () => {
    await predictions(['hyper/a', 'hyper/b']);
    const other = JSON.stringify(aPrediction({ id: 'poly/c', model: 'other@sha256:11' }));
    await writeFile(join(folder, 'predictions.jsonl'), `\n${other}`, { flag: 'a' });
    const { run } = runOf();
    await expect(evaluate(run, join(folder, 'index.csv'), options())).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('compares with an earlier run, also one without predictions', async () => {
    const index = join(folder, 'index.csv');
    const earlier = join(folder, 'earlier');
    await evaluate(runOf().run, index, options({ out: earlier }));
    const ids = ['hyper/a', 'hyper/b', 'poly/c'];
    await predictions(ids, 'new@sha256:11', ids.slice(0, 2));
    const compare = async () => {
      const { run, answers } = runOf();
      await evaluate(run, index, options({ against: earlier }));
      const comparison = ComparisonFileSchema.parse(
        JSON.parse(await readFile(join(folder, 'out/comparison.json'), 'utf8')),
      );
      expect(answers[0]?.text).toContain('made-up@sha256:00');
      const lesions = comparison.sets[0]?.quantities.find((q) => q.key === 'lesionSensitivity');
      expect(lesions).toMatchObject({
        now: { value: 1, n: 2 },
        before: { value: 0.5, n: 2 },
        difference: 0.5,
      });
      return { comparison, lesions };
    };
    const alone = await compare();
    expect(alone.comparison.paired).toBe(false);
    expect(alone.lesions?.low).toBeNull();
    const given = join(folder, 'predictions.jsonl');
    const now = await readFile(given);
    await predictions(ids);
    await rename(given, join(earlier, 'predictions.jsonl'));
    await writeFile(given, now);
    const paired = await compare();
    expect(paired.comparison).toMatchObject({ paired: true, truthChanged: false });
    expect(paired.lesions?.low).toBe(0);
    expect(paired.lesions?.high).toBe(1);
    await evaluate(runOf().run, index, options());
    expect(existsSync(join(folder, 'out/comparison.json')), 'left from the run before').toBe(false);
  });

  it('refuses an earlier run on other pictures, one that is not there, and one that it would overwrite', async () => {
    const index = join(folder, 'index.csv');
    const earlier = join(folder, 'earlier');
    const against = (given: Partial<EvaluateOptions>) => evaluate(runOf().run, index, options(given));
    await against({ out: earlier, splits: ['test'] });
    await expect(against({ against: earlier })).rejects.toMatchObject({
      code: 'usage',
      message: 'the earlier run measured other pictures (2) than this one (3)',
    });
    await expect(against({ against: folder })).rejects.toMatchObject({ code: 'not-found' });
    await expect(against({ against: join(folder, 'out') })).rejects.toMatchObject({ code: 'usage' });
    await against({ out: earlier });
    await predictions(['hyper/a', 'hyper/b', 'poly/c'], 'other@sha256:22');
    await copyFile(join(folder, 'predictions.jsonl'), join(earlier, 'predictions.jsonl'));
    await expect(against({ against: earlier })).rejects.toMatchObject({
      code: 'usage',
      message: 'predictions.jsonl and metrics.json of the earlier run are of different models',
    });
  });

  it('writes nothing when it is stopped', async () => {
    const { run } = runOf(AbortSignal.abort());
    await expect(evaluate(run, join(folder, 'index.csv'), options())).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
