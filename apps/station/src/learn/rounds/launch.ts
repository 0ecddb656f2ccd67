import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RoundFolder } from '../folder.js';
import { noteWorker } from './worker-file.js';

/** Starts the process that works on a round. Tests bring their own. */
export type Launch = (folder: RoundFolder, data: string) => Promise<void>;

const HAUSTRA = fileURLToPath(new URL('../../../bin/haustra.js', import.meta.url));

/**
 * Starts `haustra learn run` as a process of its own: it goes on when the command line or the station that started it
 * ends. What it could not write into the round it says in the round's log.
 */
export const launchWorker: Launch = async (folder, data) => {
  const log = await open(folder.log, 'a');
  try {
    const child = spawn(process.execPath, [HAUSTRA, 'learn', 'run', folder.id, '--data', data], {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    // From here on it is seen alive, before it can say so itself.
    if (child.pid !== undefined) await noteWorker(folder, child.pid);
    child.unref();
  } finally {
    await log.close();
  }
};
