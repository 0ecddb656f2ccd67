import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asHaustraError, HaustraError } from '@haustra/domain';
import { type FrozenSet, FrozenSetSchema, frozenSetOf } from '@haustra/learning';
import { systemCode } from '@haustra/store';
import { modelsFolder } from '@haustra/vision';

export const SHIPPED_SET_FILE = 'frozen-set.json';
const SITE_SET_FILE = 'frozen-site.json';

/** Fingerprints of the public pictures that released models are judged on; empty where they are not shipped. */
export const shippedSet = async (): Promise<FrozenSet> =>
  (await readSet(join(modelsFolder(), SHIPPED_SET_FILE))) ?? frozenSetOf([]);

export const siteSetPath = (data: string): string => join(data, 'models', SITE_SET_FILE);

/** What a site froze at its first gate; null before. @throws HaustraError `unreadable` */
export const readSiteSet = (data: string): Promise<FrozenSet | null> => readSet(siteSetPath(data));

async function readSet(path: string): Promise<FrozenSet | null> {
  try {
    const set = FrozenSetSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    if (frozenSetOf(set.pictures).sha256 === set.sha256) return set;
    throw new HaustraError({
      code: 'unreadable',
      message: 'the frozen set was changed by hand: its hash does not hold',
      where: path,
      hint: 'Restore the file from a copy, or freeze the pictures again with "haustra models freeze".',
    });
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return null;
    throw asHaustraError(thrown, {
      code: 'unreadable',
      message: 'the frozen set cannot be read',
      where: path,
      hint: 'Restore the file from a copy, or freeze the pictures again with "haustra models freeze".',
    });
  }
}
