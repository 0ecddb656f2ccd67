import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HaustraError, type ModelManifest } from '@haustra/domain';

/** Hexadecimal digits of the weights' hash in a model's name. */
const DIGITS = 12;
const NAME = /^[a-z0-9-]+@[\w.-]+\+[0-9a-f]{12}$/;

/**
 * Name of a model among the models of a site: `id@version+` and the first digits of the SHA-256 of its int8 file.
 * @throws HaustraError `model-invalid` where the version cannot be part of a folder's name
 */
export function modelFolderName({ id, version, files }: ModelManifest): string {
  const name = `${id}@${version}+${files.int8.sha256.slice(0, DIGITS)}`;
  if (isModelName(name)) return name;
  throw new HaustraError({
    code: 'model-invalid',
    message: `the version '${version}' cannot be part of a name`,
    where: id,
    hint: 'Use letters, digits, dots, dashes and underscores in the version of the manifest.',
  });
}

/** True for what can be the name of a model; such a name leads nowhere else as a path. */
export const isModelName = (name: string): boolean => NAME.test(name) && !name.includes('..');

/**
 * SHA-256 of `manifest.json` as it lies on the disk: it names the files by their hashes and holds all thresholds, so
 * that it stands for the whole model.
 * @throws HaustraError `model-invalid` where there is none
 */
export async function manifestHash(folder: string): Promise<string> {
  const bytes = await readFile(join(folder, 'manifest.json')).catch((cause: unknown) => {
    throw new HaustraError({
      code: 'model-invalid',
      message: 'the manifest cannot be read',
      where: `${basename(folder)}/manifest.json`,
      hint: 'Restore the model folder.',
      cause,
    });
  });
  return createHash('sha256').update(bytes).digest('hex');
}
