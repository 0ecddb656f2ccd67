import { copyFile, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalSignatureSchema } from '@haustra/domain';
import { lineOf } from '@haustra/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STARTED } from '../session/testing.js';
import { seal } from './chain.js';
import { createJournal } from './open.js';
import { signJournal } from './sign.js';
import { fingerprintOf, loadStationKey, type StationKey } from './station-key.js';
import { verifyJournal } from './verify.js';

let folder: string;
let file: string;
let sig: string;
let key: StationKey;
const { manifest: _, ...started } = STARTED;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haustra-verify-'));
  file = join(folder, 'journal.jsonl');
  sig = join(folder, 'journal.sig');
  key = await loadStationKey(join(folder, 'data'));
  const journal = await createJournal(folder);
  journal.append([
    { atMs: 0, author: 'station', event: { type: 'started', ...started } },
    { atMs: 500, author: 'engine', event: { type: 'phase-changed', from: null, to: 'insertion' } },
  ]);
  journal.append([
    {
      atMs: 1000,
      author: 'station',
      event: { type: 'ended', reason: 'end-of-recording', framesIn: 1, framesAnalysed: 1, dropped: 0 },
    },
  ]);
  await journal.close();
});
afterEach(() => rm(folder, { recursive: true }));

describe('signature', () => {
  it('is valid over the journal, names its key, and is the same bytes each time', async () => {
    await signJournal(folder, key);
    const first = await readFile(sig, 'utf8');
    await signJournal(folder, key);
    expect(await readFile(sig, 'utf8')).toBe(first);
    expect(JournalSignatureSchema.parse(JSON.parse(first)).entries).toBe(3);
    const signer = fingerprintOf(key.publicKey);
    const good = { ok: true, entries: 3, signature: 'valid', signer };
    expect(await verifyJournal(file)).toEqual(good);
    expect(await verifyJournal(file, { publicKey: key.publicKey })).toEqual(good);
  });

  it('shows a missing end, which the chain alone cannot', async () => {
    await signJournal(folder, key);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, text.trimEnd().lastIndexOf('\n') + 1));
    expect(await verifyJournal(file)).toMatchObject({
      ok: false,
      entries: 2,
      firstBroken: 3,
      signature: 'invalid',
      problem: '1 of the 3 signed entries are missing at the end',
    });
    await unlink(sig);
    expect(await verifyJournal(file)).toMatchObject({ ok: true, entries: 2, signature: 'absent' });
  });

  it('shows entries that were added, and a journal that was written anew', async () => {
    await signJournal(folder, key);
    const original = await readFile(file, 'utf8');
    const last = JSON.parse(original.trimEnd().split('\n').at(-1) ?? '');
    const [more] = seal(last, [{ atMs: 2000, author: 'doctor', event: { type: 'clock-resumed' } }]);
    await writeFile(file, original + lineOf(more!));
    expect(await verifyJournal(file)).toMatchObject({
      ok: false,
      signature: 'invalid',
      problem: expect.stringContaining('added'),
    });
    const forged = seal(
      undefined,
      original
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
        .map((entry) => ({ ...entry, atMs: entry.atMs + 1 })),
    );
    await writeFile(file, forged.map(lineOf).join(''));
    expect(await verifyJournal(file)).toMatchObject({
      ok: false,
      problem: 'the journal is not the one that was signed',
    });
  });

  it('finds a changed signature file, and another station’s', async () => {
    await signJournal(folder, key);
    const text = await readFile(sig, 'utf8');
    await writeFile(sig, text.replace('"entries":3', '"entries":2'));
    expect(await verifyJournal(file)).toMatchObject({ ok: false, signature: 'invalid', signer: null });
    await writeFile(sig, 'not JSON');
    expect(await verifyJournal(file)).toMatchObject({ ok: false, signature: 'invalid' });
    await writeFile(sig, text);
    const other = await loadStationKey(join(folder, 'other'));
    expect(await verifyJournal(file, { publicKey: other.publicKey })).toMatchObject({
      ok: false,
      problem: 'the journal was signed by another station',
    });
  });

  it('is refused for an open or broken examination', async () => {
    const text = await readFile(file, 'utf8');
    const lines = text.trimEnd().split('\n');
    await writeFile(file, `${lines.slice(0, 2).join('\n')}\n`);
    await expect(signJournal(folder, key)).rejects.toMatchObject({ code: 'usage' });
    await writeFile(file, text.replace('"atMs":500', '"atMs":501'));
    await expect(signJournal(folder, key)).rejects.toMatchObject({ code: 'journal-broken' });
    await unlink(file);
    await expect(signJournal(folder, key)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('verification', () => {
  it('says what is wrong with an empty file, and that there is none', async () => {
    await writeFile(file, '');
    expect(await verifyJournal(file)).toMatchObject({
      ok: false,
      entries: 0,
      problem: 'the journal is empty',
    });
    await expect(verifyJournal(join(folder, 'no.jsonl'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('station key', () => {
  it('is made once, closed to others, and the same afterwards, also when many ask at once', async () => {
    const data = join(folder, 'station');
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadStationKey(data)));
    expect(new Set(keys.map((k) => k.publicKey)).size).toBe(1);
    expect((await loadStationKey(data)).publicKey).toBe(keys[0]?.publicKey);
    const path = join(data, 'station.key');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toContain('BEGIN PRIVATE KEY');
  });

  it('refuses a file that is no such key and leaves it alone', async () => {
    const path = join(folder, 'data', 'station.key');
    await copyFile(file, path);
    await expect(loadStationKey(join(folder, 'data'))).rejects.toMatchObject({
      code: 'unreadable',
      where: path,
    });
    expect(await readFile(path)).toEqual(await readFile(file));
  });
});
