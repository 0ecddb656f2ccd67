import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mustBeAllowed } from './allowed.js';

let root: string;
let ours: string;
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'haustra-allowed-')));
  ours = join(root, 'ours');
  await mkdir(join(ours, 'ward'), { recursive: true });
  await mkdir(join(root, 'ours-too'));
  await mkdir(join(root, 'theirs'));
  await writeFile(join(root, 'theirs', 'secret.mp4'), '');
  await symlink(join(root, 'theirs'), join(ours, 'link'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('what may be learnt from', () => {
  it('lies in an allowed folder, or is one', async () => {
    expect(await mustBeAllowed(join(ours, 'ward'), [ours])).toBe(join(ours, 'ward'));
    expect(await mustBeAllowed(ours, [join(root, 'nowhere'), ours])).toBe(ours);
  });

  it('does not lie elsewhere, by dots, by a link or by a name that begins the same', async () => {
    const elsewhere = ['theirs', 'ours/../theirs', 'ours/link', 'ours/link/secret.mp4', 'ours-too'];
    for (const path of elsewhere) {
      const refused = mustBeAllowed(join(root, path), [ours]);
      await expect(refused, path).rejects.toMatchObject({ code: expect.stringMatching(/usage|not-found/) });
    }
    await expect(mustBeAllowed('/etc/passwd', [ours])).rejects.toMatchObject({ code: 'usage' });
    // Whether it exists is not told.
    await expect(mustBeAllowed('/nowhere/at/all', [ours])).rejects.toMatchObject({ code: 'usage' });
    await expect(mustBeAllowed(join(ours, 'no'), [ours])).rejects.toMatchObject({ code: 'not-found' });
  });
});
