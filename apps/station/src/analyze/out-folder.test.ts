import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { en } from '../messages/en.js';
import { OutFolder } from './out-folder.js';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'haustra-out-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const fill = async (force: boolean, source = join(base, 'in.mp4')) => {
  const out = await OutFolder.open(join(base, 'out'), source, force, en);
  await writeFile(join(out.path, 'new'), 'new');
  return out;
};

describe('OutFolder', () => {
  it('appears whole, with what was written', async () => {
    const out = await fill(false);
    expect(existsSync(join(base, 'out'))).toBe(false);
    await out.commit();
    await out.discard();
    expect(await readdir(base)).toEqual(['out']);
    expect(await readFile(join(base, 'out', 'new'), 'utf8')).toBe('new');
  });

  it('leaves nothing when it is given up', async () => {
    await (await fill(false)).discard();
    expect(await readdir(base)).toEqual([]);
  });

  it('never touches a folder that holds something, unless forced', async () => {
    await mkdir(join(base, 'out'));
    await writeFile(join(base, 'out', 'old'), 'old');
    await expect(fill(false)).rejects.toMatchObject({ code: 'busy' });
    await (await fill(true)).discard();
    expect(await readdir(join(base, 'out'))).toEqual(['old']);
    await (await fill(true)).commit();
    expect(await readdir(join(base, 'out'))).toEqual(['new']);
    expect(await readdir(base)).toEqual(['out']);
  });

  it('does not delete its own source, and does not replace a file', async () => {
    await mkdir(join(base, 'out'));
    await writeFile(join(base, 'out', 'in.mp4'), 'video');
    await expect(fill(true, join(base, 'out', 'in.mp4'))).rejects.toMatchObject({ code: 'usage' });
    await expect(fill(true, join(base, 'out'))).rejects.toMatchObject({ code: 'usage' });
    await expect(OutFolder.open(join(base, 'out', 'in.mp4'), base, true, en)).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('takes an empty folder', async () => {
    await mkdir(join(base, 'out'));
    await (await fill(false)).commit();
    expect(await readdir(join(base, 'out'))).toEqual(['new']);
  });
});
