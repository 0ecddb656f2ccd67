import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HaustraError } from '@haustra/domain';
import { openModel, type ReleasedModel } from './released.js';

/** The model used where none is named. */
export const DEFAULT_MODEL = 'haustra-colon-lite0';

/**
 * The folder that holds the released models: `HAUSTRA_MODELS` where set, else the first `models/` found from the
 * package upwards, else `models/` in the working directory.
 */
export function modelsFolder(): string {
  const set = process.env.HAUSTRA_MODELS;
  if (set) return resolve(set);
  let dir = dirname(fileURLToPath(import.meta.url));
  for (let up = dirname(dir); up !== dir; dir = up, up = dirname(dir)) {
    const candidate = join(dir, 'models');
    if (existsSync(candidate) && existsSync(join(dir, 'package.json'))) return candidate;
  }
  return resolve('models');
}

/** Names of the model folders that hold a manifest, in order of name; none where the folder is absent. */
export async function listModels(folder = modelsFolder()): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Loads a released model by id, or by the path of its folder; the default model where nothing is given.
 * @throws HaustraError `not-found` where there is no such model, `model-invalid` where it is not the one released.
 */
export async function loadModel(idOrFolder: string = DEFAULT_MODEL): Promise<ReleasedModel> {
  const isPath = isAbsolute(idOrFolder) || idOrFolder.includes('/') || idOrFolder.includes(sep);
  const folder = isPath ? resolve(idOrFolder) : join(modelsFolder(), idOrFolder);
  if (!existsSync(folder)) {
    const known = await listModels();
    const hint =
      known.length > 0
        ? `Known models: ${known.join(', ')}.`
        : 'There is no released model; set HAUSTRA_MODELS to the folder that holds them.';
    throw new HaustraError({ code: 'not-found', message: 'there is no such model', where: idOrFolder, hint });
  }
  return openModel(folder);
}
