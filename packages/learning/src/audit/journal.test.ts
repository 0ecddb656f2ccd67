import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelEvent } from '@haustra/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeTemps, temp } from '../testing/models.js';
import { AuditJournal } from './journal.js';

const refused = (model: string): ModelEvent => ({ type: 'refused', model, reasons: ['worse lesion all'] });

let folder: string;
let journal: AuditJournal;
beforeEach(async () => {
  folder = join(await temp(), 'models');
  journal = new AuditJournal(folder);
});
afterEach(removeTemps);

const tamper = async (change: (text: string) => string) =>
  writeFile(journal.path, change(await readFile(journal.path, 'utf8')));

describe('the audit journal', () => {
  it('is empty before anything happened, and chains what happens', async () => {
    expect(await journal.read()).toEqual([]);
    expect(await journal.verify()).toEqual({ ok: true, entries: 0, broken: null });
    await journal.append('Dr Li', [refused('a'), refused('b')]);
    await new AuditJournal(folder).append('station', [refused('c')]);
    const entries = await journal.read();
    expect(entries.map(({ seq, by }) => [seq, by])).toEqual([
      [0, 'Dr Li'],
      [1, 'Dr Li'],
      [2, 'station'],
    ]);
    expect(entries[2]?.prev).toBe(entries[1]?.hash);
    expect(await journal.verify()).toEqual({ ok: true, entries: 3, broken: null });
  });

  it('keeps the chain when many write at once', async () => {
    const writers = Array.from({ length: 12 }, (_, i) =>
      new AuditJournal(folder).append(`writer ${i}`, [refused(`m${i}`)]),
    );
    await Promise.all(writers);
    expect(await journal.verify()).toEqual({ ok: true, entries: 12, broken: null });
  });

  it.each([
    ['a changed byte', (text: string) => text.replace('"a"', '"x"'), 1],
    ['a dropped line', (text: string) => text.split('\n').toSpliced(1, 1).join('\n'), 2],
    ['lines that changed places', (text: string) => text.replace(/^(.*)\n(.*)\n/, '$2\n$1\n'), 1],
  ])('finds %s', async (_what, change, line) => {
    await journal.append('Dr Li', [refused('a'), refused('b'), refused('c')]);
    await tamper(change);
    expect(await journal.verify()).toMatchObject({ ok: false, broken: { line } });
    await expect(journal.read()).rejects.toMatchObject({ code: 'journal-broken' });
  });

  it('sets a torn last line aside, says so before, and goes on', async () => {
    await journal.append('Dr Li', [refused('a')]);
    await appendFile(journal.path, '{"at":"2026-');
    expect(await journal.verify()).toMatchObject({ ok: false, entries: 1, broken: { line: 2 } });
    expect(await journal.read()).toHaveLength(1);
    await journal.append('Dr Li', [refused('b')]);
    expect(await journal.verify()).toEqual({ ok: true, entries: 2, broken: null });
    expect(await readFile(join(folder, 'journal.torn'), 'utf8')).toBe('{"at":"2026-\n');
  });

  it('does not go on behind a last line that was changed', async () => {
    await journal.append('Dr Li', [refused('a'), refused('b')]);
    await tamper((text) => text.replace('"b"', '"x"'));
    const error = await journal.append('Dr Li', [refused('c')]).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'journal-broken' });
    expect(error.message).toContain('line 2');
  });
});
