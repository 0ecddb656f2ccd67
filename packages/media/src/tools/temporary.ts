import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that exists until it is removed. */
export interface TemporaryFile {
  readonly path: string;
  remove(): Promise<void>;
}

/** Writes the parts into a temporary file of its own folder. */
export async function temporaryFile(name: string, parts: readonly Uint8Array[]): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'haustra-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, name);
    const file = await open(path, 'wx');
    try {
      for (const part of parts) await file.writeFile(part);
    } finally {
      await file.close();
    }
    return { path, remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
