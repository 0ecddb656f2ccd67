import { spawn } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBody } from '@haustra/domain';
import { lineOf } from '@haustra/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STARTED } from '../session/testing.js';
import { createJournal, openJournal } from './open.js';
import { readJournal } from './read.js';
import type { JournalItem } from './types.js';
import { verifyJournal } from './verify.js';

const { manifest: _, ...started } = STARTED;
const say = (atMs: number, event: EventBody): JournalItem => ({ atMs, author: 'engine', event });
const START = say(0, { type: 'started', ...started });
const pause = (atMs: number) => say(atMs, { type: 'clock-paused', reason: '清洗' });

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haustra-journal-'));
  file = join(folder, 'journal.jsonl');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** Makes the next `times` flushes fail as a full disk would. */
async function fillDisk(times: number): Promise<void> {
  const handle = await open(join(folder, 'any'), 'w');
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  const spy = vi.spyOn(prototype, 'sync');
  for (let i = 0; i < times; i++) spy.mockRejectedValueOnce(full);
}

describe('journal on disk', () => {
  it('writes behind in order, and flushed means on the disk', async () => {
    const flushed: number[] = [];
    const journal = await createJournal(folder, { onFlushed: (seq) => flushed.push(seq) });
    journal.append([START, pause(1)]);
    for (let i = 2; i < 200; i++) journal.append([pause(i)]);
    await journal.flushed();
    expect(await readJournal(file)).toEqual(journal.entries);
    expect(flushed.at(-1)).toBe(199);
    expect(flushed).toEqual([...flushed].sort((a, b) => a - b));
    expect(flushed.length).toBeLessThan(10); // events that come together share a write
    await journal.close();
    expect(await readFile(file, 'utf8')).toBe(journal.entries.map(lineOf).join(''));
    expect(await readdir(folder)).toEqual(['journal.jsonl']);
    expect(() => journal.append([pause(3)])).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('goes on where it was left', async () => {
    const first = await createJournal(folder);
    first.append([START]);
    await first.close();
    const second = await openJournal(folder);
    expect(second.entries).toEqual(first.entries);
    second.append([pause(5)]);
    await second.close();
    expect(await verifyJournal(file)).toMatchObject({ ok: true, entries: 2, signature: 'absent' });
  });

  it('sets a torn last line aside, byte for byte, and each further one after it', async () => {
    const journal = await createJournal(folder);
    journal.append([START, pause(1)]);
    await journal.close();
    const whole = await readFile(file);
    const torn = Buffer.from('{"atMs":2,"reason":"清洗').subarray(0, -1);
    for (let crash = 1; crash <= 2; crash++) {
      await writeFile(file, Buffer.concat([whole, torn]));
      expect(await readJournal(file)).toHaveLength(2);
      expect(await verifyJournal(file)).toMatchObject({ ok: false, firstBroken: 3, entries: 2 });
      const opened = await openJournal(folder);
      expect([opened.tornBytes, opened.entries.length]).toEqual([torn.length, 2]);
      await opened.close();
      expect(await readFile(file)).toEqual(whole);
      const aside = Buffer.concat(
        Array.from({ length: crash }, () => Buffer.concat([torn, Buffer.from('\n')])),
      );
      expect(await readFile(join(folder, 'journal.torn'))).toEqual(aside);
    }
  });

  it('refuses a broken journal and says where', async () => {
    const journal = await createJournal(folder);
    journal.append([START, pause(1), pause(2)]);
    await journal.close();
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"atMs":1,', '"atMs":7,'));
    const broken = { code: 'journal-broken', message: expect.stringContaining('line 2'), where: file };
    await expect(openJournal(folder)).rejects.toMatchObject(broken);
    await expect(readJournal(file)).rejects.toMatchObject(broken);
    expect(await readdir(folder)).toEqual(['journal.jsonl']); // the lock is given up
  });

  it('goes on through a full disk: says so once, keeps every event, and says when it is over', async () => {
    const told: (string | null)[] = [];
    const journal = await createJournal(folder, { onProblem: (p) => told.push(p?.message ?? null) });
    journal.append([START]);
    await journal.flushed();
    await fillDisk(3);
    journal.append([pause(1)]);
    await expect(journal.flushed()).rejects.toMatchObject({
      code: 'unwritable',
      message: 'the disk is full',
    });
    expect(journal.problem?.code).toBe('unwritable');
    journal.append([pause(2)]);
    await expect(journal.flushed()).rejects.toThrow();
    await vi.waitFor(() => expect(journal.problem).toBeNull(), { timeout: 8000 });
    expect(told).toEqual(['the disk is full', null]);
    await journal.close();
    expect(await readJournal(file)).toEqual(journal.entries);
  });

  it('does not close in silence over events that could not be written', async () => {
    const journal = await createJournal(folder);
    journal.append([START]);
    await journal.flushed();
    await fillDisk(20);
    journal.append([pause(1)]);
    await expect(journal.close()).rejects.toMatchObject({ code: 'unwritable' });
    vi.restoreAllMocks();
    expect(await verifyJournal(file)).toMatchObject({ ok: true, entries: 1 });
    await (await openJournal(folder)).close();
  });

  it('is not stopped by a listener that throws', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const onFlushed = () => {
      throw new Error('a listener');
    };
    const journal = await createJournal(folder, { onFlushed });
    journal.append([START]);
    journal.append([pause(1)]);
    await journal.close();
    expect(process.emitWarning).toHaveBeenCalled();
    expect(await readJournal(file)).toHaveLength(2);
  });
});

describe('one writer at a time', () => {
  it('refuses a second examination in the same folder', async () => {
    const journal = await createJournal(folder);
    journal.append([START]);
    await expect(createJournal(folder)).rejects.toMatchObject({ code: 'busy' });
    await expect(openJournal(folder)).rejects.toMatchObject({ code: 'busy' });
    await journal.close();
    await expect(createJournal(folder)).rejects.toMatchObject({ code: 'busy', where: file });
    await (await openJournal(folder)).close();
  });

  it('says that there is nothing to open', async () => {
    await expect(openJournal(folder)).rejects.toMatchObject({ code: 'not-found', where: file });
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes over the lock of a process that is gone, and an unreadable one', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('exit', resolve));
    for (const text of [`${child.pid} -\n`, `${process.pid} another-boot/1\n`, 'half a lo']) {
      await writeFile(join(folder, 'journal.lock'), text);
      const journal = await createJournal(join(folder));
      await journal.close();
    }
  });

  it('respects the lock of a process that lives', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    await new Promise((resolve) => child.once('spawn', resolve));
    try {
      const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => null);
      const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null);
      const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      const started = stat && boot ? `${boot.trim()}/${ticks}` : '-';
      await writeFile(join(folder, 'journal.lock'), `${child.pid} ${started}\n`);
      await expect(createJournal(folder)).rejects.toMatchObject({
        code: 'busy',
        message: expect.stringContaining(`${child.pid}`),
      });
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('lets exactly one of many take over a stale lock', async () => {
    await writeFile(join(folder, 'journal.lock'), 'stale');
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => createJournal(folder)));
    const won = tries.filter((t) => t.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const t of won) await t.value.close();
  });
});
