import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppendFile } from './append-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haustra-append-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** Makes the next call of a file handle's method fail as a full disk would. */
async function failNext(method: 'sync' | 'write'): Promise<void> {
  const handle = await open(join(folder, 'any'), 'w');
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  vi.spyOn(prototype, method).mockRejectedValueOnce(full);
}

describe('AppendFile', () => {
  it('keeps the order of the calls without waiting between them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), async (texts) => {
        const path = join(folder, `${Math.random()}.txt`);
        const file = await AppendFile.open(path);
        await Promise.all(texts.map((text) => file.append(text)));
        const expected = Buffer.from(texts.join(''), 'utf8');
        expect(file.length).toBe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
        await file.close();
        expect((await readFile(path)).equals(expected)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('goes on at the end of what is there', async () => {
    const path = join(folder, 'a.txt');
    for (const text of ['one\n', 'two\n']) {
      const file = await AppendFile.open(path);
      await file.append(text);
      await file.close();
    }
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
  });

  it.each(['sync', 'write'] as const)(
    'after a failed %s says so, and the same text can be tried again',
    async (method) => {
      const path = join(folder, 'a.txt');
      const file = await AppendFile.open(path);
      await file.append('one\n');
      await failNext(method);
      await expect(file.append('two\n')).rejects.toMatchObject({
        code: 'unwritable',
        message: 'the disk is full',
      });
      expect(file.length).toBe(4);
      await file.append('two\n');
      await file.close();
      expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
    },
  );

  it('leaves nothing of a failed append when it is closed', async () => {
    const path = join(folder, 'a.txt');
    const file = await AppendFile.open(path);
    await file.append('one\n');
    await failNext('sync');
    await expect(file.append('two\n')).rejects.toThrow();
    await file.close();
    expect(await readFile(path, 'utf8')).toBe('one\n');
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full, and where', async () => {
    const file = await AppendFile.open('/dev/full');
    await expect(file.append('x')).rejects.toMatchObject({ code: 'unwritable', where: '/dev/full' });
    await file.close();
  });

  it('refuses a folder that does not exist, and text after close', async () => {
    const missing = join(folder, 'no', 'a.txt');
    await expect(AppendFile.open(missing)).rejects.toMatchObject({ code: 'unwritable', where: missing });
    const file = await AppendFile.open(join(folder, 'a.txt'));
    await file.close();
    await file.close();
    await expect(file.append('x')).rejects.toMatchObject({ code: 'usage' });
  });
});
