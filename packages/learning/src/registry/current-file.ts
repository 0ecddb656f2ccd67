import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { systemCode, writeFileAtomic } from '@haustra/store';
import { z } from 'zod';
import { isModelName } from './name.js';

const CURRENT_FILE = 'current.json';

const NameSchema = z.string().refine(isModelName, 'the name of a model').nullable();
const CurrentFileSchema = z.object({
  /** The model in use; null is the shipped one. */
  model: NameSchema,
  /** What was in use before, the last one last. */
  history: z.array(NameSchema),
});
/** `current.json`: what the audit journal says of the model in use, for a quick look. */
export type CurrentFile = z.infer<typeof CurrentFileSchema>;

/** The shipped model, with nothing before it: where nothing was ever promoted. */
export const SHIPPED: CurrentFile = { model: null, history: [] };

/**
 * Reads `current.json`; `SHIPPED` where there is none.
 * @throws HaustraError `unreadable`
 */
export async function readCurrent(folder: string): Promise<CurrentFile> {
  const path = join(folder, CURRENT_FILE);
  try {
    return CurrentFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return SHIPPED;
    throw new HaustraError({
      code: 'unreadable',
      message: 'the file that names the model in use cannot be read',
      where: path,
      hint: 'Run "haustra models list": it is written again from the audit journal.',
      cause: thrown,
    });
  }
}

/** Writes `current.json` whole. @throws HaustraError `unwritable` */
export const writeCurrent = (folder: string, current: CurrentFile): Promise<void> =>
  writeFileAtomic(join(folder, CURRENT_FILE), `${JSON.stringify(current, null, 2)}\n`);
