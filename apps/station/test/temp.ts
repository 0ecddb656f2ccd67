import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A folder of a test's own; `removeTemps` takes it away. */
export async function temp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haustra-station-'));
  made.push(folder);
  return folder;
}

export async function removeTemps(): Promise<void> {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}
