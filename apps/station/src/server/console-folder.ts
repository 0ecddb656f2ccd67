import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built console; null where it is not built. */
export function consoleFolder(): string | null {
  const folder = fileURLToPath(new URL('../../../console/dist/', import.meta.url));
  return existsSync(join(folder, 'index.html')) ? folder : null;
}
