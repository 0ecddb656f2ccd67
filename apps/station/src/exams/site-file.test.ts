import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '@haustra/clinical';
import { HaustraError } from '@haustra/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSiteSettings, SITE_FILE } from './site-file.js';

describe('the settings of a site', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haustra-site-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const sentence = async (text: string) => {
    const path = join(folder, 'given.json');
    await writeFile(path, text);
    const thrown = await readSiteSettings(folder, path).catch((error: unknown) => error);
    if (!(thrown instanceof HaustraError)) throw new Error(`no HaustraError but ${String(thrown)}`);
    return thrown.sentence;
  };

  it('are those of the rules where there is no file', async () => {
    expect(await readSiteSettings(folder, undefined)).toEqual(DEFAULT_SETTINGS);
  });

  it('come from site.json of the data folder, or from the file that is named', async () => {
    await writeFile(join(folder, SITE_FILE), '{"withdrawal":{"goalMs":540000}}');
    expect((await readSiteSettings(folder, undefined)).withdrawal.goalMs).toBe(540_000);
    const other = join(folder, 'other.json');
    await writeFile(other, '{"prompts":{"muted":"all"}}');
    const named = await readSiteSettings(folder, other);
    expect([named.prompts.muted, named.withdrawal.goalMs]).toEqual(['all', 480_000]);
  });

  it('are refused by name', async () => {
    expect(await sentence('{')).toContain('not JSON');
    expect(await sentence('{"withdrawl":{}}')).toMatch(/given\.json.*withdrawl|withdrawl.*given\.json/s);
    expect(await sentence('{"withdrawal":{"goalMs":60000}}')).toMatch(/withdrawal\.goalMs/);
    expect(await sentence('{"view":{"obscuredMs":"long"}}')).toMatch(/view\.obscuredMs/);
    await expect(readSiteSettings(folder, join(folder, 'none.json'))).rejects.toThrow(/no such file/);
  });
});
