import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withAtomicFile } from '@haustra/store';

/** Writes one object as one line of JSON. */
export type WriteLine = (line: object) => Promise<void>;

/**
 * A file of JSON lines that appears whole when `fill` resolves, or not at all. Folders on the way are made. Where no
 * path is given, `fill` runs and its lines go nowhere.
 * @throws whatever `fill` throws; HaustraError `unwritable`.
 */
export async function withLineFile(
  path: string | undefined,
  fill: (write: WriteLine) => Promise<void>,
): Promise<void> {
  if (path === undefined) return fill(async () => undefined);
  await mkdir(dirname(path), { recursive: true });
  await withAtomicFile(path, async (temp) => {
    const file = await open(temp, 'w');
    try {
      await fill(async (line) => {
        await file.write(`${JSON.stringify(line)}\n`);
      });
    } finally {
      await file.close();
    }
  });
}
