import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExamSchema, PredictionSchema } from '@haustra/domain';
import { findTools } from '@haustra/media';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasModel, NO_MODEL } from './model.js';
import { haustra } from './station-process.js';
import { removeTemps, temp } from './temp.js';

const { ffmpeg } = await findTools();
const can = hasModel && ffmpeg !== null;
const why = ffmpeg === null ? ' (skipped: no ffmpeg; apt-get install ffmpeg)' : NO_MODEL;

/** A moving test picture in a black border; nothing of a patient. */
function clip(path: string, seconds: number, extra: string[] = []): void {
  const source = `testsrc2=size=320x240:rate=25:duration=${seconds},pad=480:320:80:40`;
  const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', ...extra, path];
  execFileSync(ffmpeg?.path ?? 'ffmpeg', args);
}

describe.skipIf(!can)(`recordings${why}`, { timeout: 240_000 }, () => {
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = await temp();
    env = { HAUSTRA_HOME: join(folder, 'home') };
    clip(join(folder, 'clip.mp4'), 2);
  });
  afterAll(removeTemps);

  it('analyze twice: the same journal and signature, byte for byte; what exists is not replaced unasked', async () => {
    const [source, one, two] = [join(folder, 'clip.mp4'), join(folder, 'one'), join(folder, 'two')];
    const first = await haustra(['analyze', source, '--out', one, '--json'], env);
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    const exam = ExamSchema.parse(JSON.parse(await readFile(join(one, 'exam.json'), 'utf8')));
    expect(ExamSchema.parse(JSON.parse(first.stdout))).toEqual(exam);
    expect(exam.performance).toMatchObject({ framesIn: 50, framesAnalysed: 50, dropped: 0 });
    expect(exam.performance.latencyMs?.p50).toBeGreaterThan(0);
    expect(exam.performance.realtimeFactor).toBeGreaterThan(0);
    expect(exam.source.name).toBe('clip.mp4');
    const written = (await readdir(one)).filter((name) => name !== 'photos');
    expect(written.sort()).toEqual([
      'exam.json',
      'journal.jsonl',
      'journal.sig',
      'overlay.mp4',
      'timeline.png',
    ]);

    expect((await haustra(['analyze', source, '--out', two, '--no-overlay'], env)).code).toBe(0);
    for (const file of ['journal.jsonl', 'journal.sig']) {
      expect(await readFile(join(two, file), 'utf8')).toBe(await readFile(join(one, file), 'utf8'));
    }
    const everything = await Promise.all(
      ['journal.jsonl', 'exam.json'].map((f) => readFile(join(one, f), 'utf8')),
    );
    expect(everything.join('')).not.toContain(folder);
    expect((await haustra(['verify', one], env)).stdout).toContain('The signature is valid.');

    const refused = await haustra(['analyze', source, '--out', one], env);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('--force');
  });

  it('goes by the settings of the site, and refuses what it cannot go by before it begins', async () => {
    const [source, out, site] = [join(folder, 'clip.mp4'), join(folder, 'site'), join(folder, 'site.json')];
    await writeFile(site, '{"withdrawal":{"goalMs":540000}}');
    const done = await haustra(['analyze', source, '--out', out, '--no-overlay', '--settings', site], env);
    expect(done.stderr).toBe('');
    const [started = ''] = (await readFile(join(out, 'journal.jsonl'), 'utf8')).split('\n');
    expect(JSON.parse(started).event.settings.withdrawal).toMatchObject({ goalMs: 540_000 });

    await mkdir(join(folder, 'bad-home'));
    await writeFile(join(folder, 'bad-home', 'site.json'), '{"withdrawal":{"goalMs":1}}');
    const bad = { HAUSTRA_HOME: join(folder, 'bad-home') };
    const refused = await haustra(['analyze', source, '--out', join(folder, 'never')], bad);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/site\.json, withdrawal\.goalMs: site settings/);
    const serve = await haustra(['serve', '--port', '0', '--data', join(folder, 'bad-home')], env);
    expect(serve.code).toBe(1);
    expect(serve.stderr).toContain('withdrawal.goalMs');
    expect(await readdir(folder)).not.toContain('never');
  });

  it('Ctrl-C leaves nothing behind and says so', async () => {
    clip(join(folder, 'long.mp4'), 60);
    const before = await readdir(folder);
    const out = join(folder, 'stopped');
    const stopped = await haustra(['analyze', join(folder, 'long.mp4'), '--out', out], env, (child) => {
      const watch = setInterval(async () => {
        // Once there is a journal, the examination is on its way.
        const part = (await readdir(folder)).find((name) => name.startsWith('.stopped.part-'));
        const begun = part !== undefined && (await readdir(join(folder, part))).includes('journal.jsonl');
        if (!begun) return;
        clearInterval(watch);
        child.kill('SIGINT');
      }, 50);
    });
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain('nothing was written');
    expect(await readdir(folder)).toEqual(before);
  });

  it('--realtime analyses the newest frame and counts what it left out', async () => {
    const args = [
      'analyze',
      join(folder, 'clip.mp4'),
      '--out',
      join(folder, 'live'),
      '--realtime',
      '--no-overlay',
    ];
    const { code, stdout } = await haustra([...args, '--json'], env);
    expect(code).toBe(0);
    const { performance } = ExamSchema.parse(JSON.parse(stdout));
    expect(performance.framesAnalysed + performance.dropped).toBe(performance.framesIn);
    expect(performance.framesAnalysed).toBeGreaterThan(0);
    expect(performance.realtimeFactor).toBeLessThan(1.1);
  });

  it('predict: one line a picture in order, masks by id, a bad picture does not stop it', async () => {
    const pictures = join(folder, 'pictures');
    await mkdir(join(pictures, 'deep'), { recursive: true });
    const still = (name: string) => clip(join(pictures, name), 0.04, ['-frames:v', '1']);
    for (const name of ['a2.png', 'a10.png', 'deep/b.png']) still(name);
    await writeFile(join(pictures, 'a3.jpg'), 'no picture');
    const out = join(folder, 'predictions.jsonl');
    const masks = join(folder, 'masks');
    const done = await haustra(['predict', pictures, '--out', out, '--masks', masks], env);
    expect(done.code).toBe(1);
    expect(done.stderr).toContain('1 of 4 pictures');
    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    const parsed = lines.map((line) => PredictionSchema.parse(JSON.parse(line)));
    expect(parsed.map(({ id }) => id)).toEqual(['a2', 'a3', 'a10', 'deep/b']);
    expect(parsed.map(({ error }) => error !== undefined)).toEqual([false, true, false, false]);
    expect((await readdir(masks, { recursive: true })).sort()).toEqual([
      'a10.png',
      'a2.png',
      'deep',
      'deep/b.png',
    ]);

    const index = join(folder, 'index.csv');
    await writeFile(index, 'id,image,polyp\nx/2,pictures/a2.png,1\nx/1,pictures/deep/b.png,\n');
    const byIndex = await haustra(['predict', index, '--out', out, '--json'], env);
    expect(JSON.parse(byIndex.stdout)).toMatchObject({ pictures: 2, failed: 0 });
    const again = (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(again.map(({ id, image }) => [id, image])).toEqual([
      ['x/2', 'pictures/a2.png'],
      ['x/1', 'pictures/deep/b.png'],
    ]);
    expect(again[0].lesions).toEqual(parsed[0]?.lesions);
  });

  it('predict: every frame of a video; an index that is none says which line', async () => {
    const out = join(folder, 'frames.jsonl');
    const done = await haustra(['predict', join(folder, 'clip.mp4'), '--out', out, '--json'], env);
    expect(JSON.parse(done.stdout)).toMatchObject({ pictures: 50, failed: 0 });
    const first = JSON.parse((await readFile(out, 'utf8')).split('\n')[0] ?? '');
    expect(first).toMatchObject({ id: 'clip/000000', image: 'clip.mp4' });

    const index = join(folder, 'bad.csv');
    await writeFile(index, 'id,image\na,pictures/a2.png\n,pictures/a2.png\n');
    const bad = await haustra(['predict', index, '--out', join(folder, 'bad.jsonl')], env);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('line 3');
    expect(await readdir(folder)).not.toContain('bad.jsonl');
  });
});
