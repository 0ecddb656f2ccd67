import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAnyTruth, loadPhantomTruth } from '../truth/clip.js';

const run = promisify(execFile);
/** Threads start from built files, so this test runs the built command. */
const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const missing = !existsSync(command)
  ? 'skipped: the phantom is not built (npm run build)'
  : spawnSync('ffmpeg', ['-version']).error
    ? 'skipped: no ffmpeg on the PATH'
    : null;

describe('haustra-phantom', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'phantom-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('renders a clip that browsers play, with its truth beside it and nothing left over', async (test) => {
    if (missing) return test.skip(missing);
    const out = join(dir, 'short.mp4');
    const args = ['render', '--seconds', '1', '--field', '64', '--threads', '2', '--json', '--out', out];
    const { stdout } = await run(process.execPath, [command, ...args]);
    expect(JSON.parse(stdout)).toMatchObject({ clip: out, frames: 25 });
    expect((await readdir(dir)).sort()).toEqual(['short.mp4', 'short.truth.json']);
    const truth = await loadPhantomTruth(join(dir, 'short.truth.json'));
    expect(truth.frames.map((f) => f.frame)).toEqual(Array.from({ length: 25 }, (_, i) => i));
    const bytes = await readFile(out);
    // H.264 in an MP4 whose index stands in front of the pictures.
    expect(bytes.includes('avc1')).toBe(true);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
  }, 60_000);

  it('renders a set, keeps what is there whole, and renders again what is not', async (test) => {
    if (missing) return test.skip(missing);
    const set = join(dir, 'set');
    const args = ['set', '--seeds', '6-7', '--kind', 'gastroscopy', '--seconds', '1', '--field', '48'];
    const all = [...args, '--fps', '2', '--threads', '1', '--json', '--out', set];
    const first = JSON.parse((await run(process.execPath, [command, ...all])).stdout);
    expect(first.rendered).toHaveLength(2);
    const names = ['gastroscopy-6', 'gastroscopy-7'].flatMap((n) => [`${n}.mp4`, `${n}.truth.json`]);
    expect((await readdir(set)).sort()).toEqual(names);
    const truth = await loadAnyTruth(join(set, 'gastroscopy-6.truth.json'));
    expect(truth).toMatchObject({ version: 2, kind: 'gastroscopy', seed: 6, synthetic: true, fps: 2 });
    await rm(join(set, 'gastroscopy-7.truth.json'));
    const second = JSON.parse((await run(process.execPath, [command, ...all])).stdout);
    expect(second.kept).toEqual([join(set, 'gastroscopy-6.mp4')]);
    expect(second.rendered).toEqual([join(set, 'gastroscopy-7.mp4')]);
  }, 120_000);

  it('answers wrong usage with one sentence and code 2', async (test) => {
    if (missing) return test.skip(missing);
    const wrong = spawnSync(process.execPath, [command, 'render', '--out', 'clip.avi'], { encoding: 'utf8' });
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toBe('--out needs a file name that ends in .mp4. See haustra-phantom --help.\n');
    const seed = spawnSync(process.execPath, [command, 'render', '--out', 'a.mp4', '--seed', 'x'], {
      encoding: 'utf8',
    });
    expect(seed.status).toBe(2);
    const kind = spawnSync(process.execPath, [command, 'procedure', '--kind', 'odd', '--out', 'a.mp4'], {
      encoding: 'utf8',
    });
    expect(kind.status).toBe(2);
    expect(kind.stderr).toContain('there is no kind "odd"; the kinds are normal, dirty');
  });

  it('says what to install when FFmpeg is missing, and leaves nothing behind', async (test) => {
    if (missing) return test.skip(missing);
    const out = join(dir, 'none', 'clip.mp4');
    const failed = spawnSync(
      process.execPath,
      [command, 'render', '--seconds', '1', '--field', '64', '--out', out],
      {
        encoding: 'utf8',
        env: { ...process.env, PATH: '' },
      },
    );
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('Install FFmpeg');
    expect(await readdir(join(dir, 'none'))).toEqual([]);
  }, 60_000);
});
