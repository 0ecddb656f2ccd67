import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { syncFile, syncFolder, writeError } from '@haustra/store';
import { openModel, type ReleasedModel } from '@haustra/vision';
import { manifestHash, modelFolderName } from './name.js';

const ADDING = '.adding-';

/**
 * Copies a model folder into the folder of models, whole or not at all: into a hidden folder, checked there, flushed,
 * then renamed. One that is there already is left as it is.
 * @returns the name that it has there
 * @throws HaustraError `model-invalid`; `busy` where another model has that name; `unwritable`
 */
export async function placeModel(from: string, models: string): Promise<string> {
  const model = await openModel(from);
  const name = modelFolderName(model.manifest);
  const target = join(models, name);
  const there = await openModel(target).catch(() => null);
  if (there !== null) {
    await mustBeSame(from, there);
    return name;
  }
  await sweep(models);
  const temp = await mkdtemp(join(models, ADDING)).catch((thrown) =>
    Promise.reject(writeError(thrown, models)),
  );
  try {
    await cp(from, temp, { recursive: true, dereference: true });
    // What was copied is what is checked: the source may have changed under the copy.
    const copied = await openModel(temp);
    if (modelFolderName(copied.manifest) !== name) throw changed(from);
    for (const file of await readdir(temp, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) await syncFile(join(file.parentPath, file.name));
    }
    // A folder of that name that does not hold is a damaged copy; the whole one takes its place.
    await rm(target, { recursive: true, force: true });
    await rename(temp, target);
    await syncFolder(models);
    return name;
  } catch (thrown) {
    throw writeError(thrown, target);
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

async function mustBeSame(from: string, there: ReleasedModel): Promise<void> {
  if ((await manifestHash(from)) === (await manifestHash(there.folder))) return;
  throw new HaustraError({
    code: 'busy',
    message: 'another model with the same weights and version is there already',
    where: there.folder,
    hint: 'Give the new one another version in its manifest.',
  });
}

/** Removes what a crash left half copied. The caller holds the lock, so no copy is under way. */
async function sweep(models: string): Promise<void> {
  for (const name of await readdir(models)) {
    if (name.startsWith(ADDING)) await rm(join(models, name), { recursive: true, force: true });
  }
}

const changed = (where: string): HaustraError =>
  new HaustraError({
    code: 'model-invalid',
    message: 'the model changed while it was copied',
    where,
    hint: 'Wait until the program that writes it is done, then add it again.',
  });
