import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withAtomicFile, writeFileAtomic } from './write-atomic.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haustra-atomic-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeFileAtomic', () => {
  it('writes text and bytes, replaces, and leaves nothing else', async () => {
    const path = join(folder, 'a.bin');
    await writeFileAtomic(path, 'text');
    await writeFileAtomic(path, new Uint8Array([1, 2, 3]));
    expect([...(await readFile(path))]).toEqual([1, 2, 3]);
    expect(await readdir(folder)).toEqual(['a.bin']);
  });

  it('sets the permissions asked for', async () => {
    const path = join(folder, 'key');
    await writeFileAtomic(path, 'secret', { mode: 0o600 });
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('with replace: false lets exactly one of many writers win', async () => {
    const path = join(folder, 'lock');
    const tries = Array.from({ length: 20 }, (_, i) => writeFileAtomic(path, `${i}`, { replace: false }));
    const outcomes = await Promise.allSettled(tries);
    const winners = outcomes.flatMap((o, i) => (o.status === 'fulfilled' ? [`${i}`] : []));
    expect(winners).toEqual([await readFile(path, 'utf8')]);
    for (const o of outcomes) if (o.status === 'rejected') expect(o.reason).toMatchObject({ code: 'busy' });
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('says what is wrong with the folder', async () => {
    const path = join(folder, 'no', 'a');
    await expect(writeFileAtomic(path, 'x')).rejects.toMatchObject({
      code: 'unwritable',
      where: path,
      message: 'the folder does not exist',
    });
  });
});

describe('withAtomicFile', () => {
  it('gives a path with the same name and shows nothing before the end', async () => {
    const path = join(folder, 'overlay.mp4');
    await withAtomicFile(path, async (temp) => {
      expect(basename(temp)).toBe('overlay.mp4');
      await writeFile(temp, 'film');
      await expect(stat(path)).rejects.toThrow();
    });
    expect(await readFile(path, 'utf8')).toBe('film');
  });

  it('leaves the old file and no temporary one when filling fails', async () => {
    const path = join(folder, 'a');
    await writeFile(path, 'old');
    const stopped = new Error('stopped');
    const filling = withAtomicFile(path, async (temp) => {
      await writeFile(temp, 'half');
      throw stopped;
    });
    await expect(filling).rejects.toBe(stopped);
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a']);
  });
});
