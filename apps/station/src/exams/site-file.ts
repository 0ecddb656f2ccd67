import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SiteSettings, siteSettings } from '@haustra/clinical';
import { HaustraError } from '@haustra/domain';

/** The settings of a site, in the data folder; `SiteSettingsFileSchema`. */
export const SITE_FILE = 'site.json';

/**
 * What the site sets differently from the rules: from the file that was named, else from `site.json` of the data folder,
 * else nothing.
 * @param named the `--settings` of the command
 * @throws HaustraError `not-found` where the named file is not there, `unreadable` that names file and field
 */
export async function readSiteSettings(dataDir: string, named: string | undefined): Promise<SiteSettings> {
  const path = named ?? join(dataDir, SITE_FILE);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (missing && named === undefined) return null;
    throw new HaustraError({
      code: missing ? 'not-found' : 'unreadable',
      message: missing ? 'there is no such file of settings' : 'the settings of the site cannot be read',
      where: path,
      hint: missing ? 'Check the name given with --settings.' : 'Check that this account may read the file.',
      cause,
    });
  });
  if (text === null) return siteSettings({});
  try {
    return siteSettings(parsed(text));
  } catch (thrown) {
    if (!(thrown instanceof HaustraError)) throw thrown;
    const { message, where, hint, cause } = thrown;
    const place = where === undefined ? path : `${path}, ${where}`;
    throw new HaustraError({ code: 'unreadable', message, where: place, ...(hint ? { hint } : {}), cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new HaustraError({
      code: 'unreadable',
      message: 'the settings of the site are not JSON',
      hint: 'Correct the file, or remove it to use the values of the rules.',
      cause,
    });
  }
}
