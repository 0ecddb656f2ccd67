import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeLock, withLock } from './lock.js';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'haustra-lock-')), 'a.lock');
});
afterEach(() => rm(join(path, '..'), { recursive: true, force: true }));

it('lets one after another work, whoever comes first', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await setTimeout(5);
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, 'a test is run', work)));
  expect(most).toBe(1);
});

it('says what is done and by whom where the wait is too long', async () => {
  const unlock = await takeLock(path, 'models are changed');
  const error = await withLock(path, 'models are changed', async () => undefined, 60).catch((e) => e);
  expect(error).toMatchObject({
    code: 'busy',
    message: `models are changed by another process (${process.pid})`,
  });
  await unlock();
  await expect(withLock(path, 'models are changed', async () => 7, 60)).resolves.toBe(7);
});

it('gives the lock up where the work fails, and takes over that of a process that is gone', async () => {
  const failing = withLock(path, 'a test is run', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  await writeFile(path, '999999999 nowhere/1\n');
  await expect(withLock(path, 'a test is run', async () => 'mine', 60)).resolves.toBe('mine');
});
