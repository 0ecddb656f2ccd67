import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelManifest } from '@haustra/domain';
import { openModel } from '@haustra/vision';

/** What became of opening a model: its manifest, or why it cannot be opened. */
export type Opened = { readonly manifest: ModelManifest } | { readonly problem: string };

/**
 * Opens models for lists that are looked at every second: a folder whose files have the sizes and times that they had is
 * not read and hashed again. What is put into use or run is always checked anew.
 */
export class OpenedModels {
  readonly #known = new Map<string, { readonly stamp: string; readonly opened: Opened }>();

  async open(folder: string): Promise<Opened> {
    const stamp = await stampOf(folder);
    const known = this.#known.get(folder);
    if (known !== undefined && known.stamp === stamp) return known.opened;
    const opened = await openModel(folder).then(
      ({ manifest }): Opened => ({ manifest }),
      (thrown: unknown): Opened => ({ problem: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
    this.#known.set(folder, { stamp, opened });
    return opened;
  }
}

/** Names, sizes and times of the files of a folder. */
async function stampOf(folder: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const files = names.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => null);
    return `${name} ${found?.size} ${found?.mtimeMs}`;
  });
  return (await Promise.all(files)).join('\n');
}
