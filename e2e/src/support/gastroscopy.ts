import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const phantom = fileURLToPath(new URL('../../../phantom/dist/cli/main.js', import.meta.url));
/** Why no gastroscopy can be rendered; null when one can. */
export const noGastroscopy = existsSync(phantom) ? null : 'skipped: the phantom is not built (npm run build)';

/** Renders the first seconds of a made-up gastroscopy: three of the room, then gullet and stomach. About 10 s of one core. */
export async function renderGastroscopy(path: string): Promise<void> {
  const size = ['--seconds', '24', '--fps', '8', '--field', '128', '--threads', '1'];
  const args = [phantom, 'procedure', '--kind', 'gastroscopy', '--seed', '3', ...size, '--out', path];
  await promisify(execFile)(process.execPath, args);
}
