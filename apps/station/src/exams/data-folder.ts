import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { HaustraError } from '@haustra/domain';

/** The folder of the examinations: `--data`, else `HAUSTRA_HOME`, else the user's data folder. */
export function dataFolder(option: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  if (option) return resolve(option);
  if (env.HAUSTRA_HOME) return resolve(env.HAUSTRA_HOME);
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'haustra');
}

/**
 * Makes the folder where it does not exist.
 * @throws HaustraError `unwritable` where it cannot be made.
 */
export async function makeDataFolder(folder: string): Promise<void> {
  await mkdir(join(folder, 'exams'), { recursive: true }).catch((cause: unknown) => {
    throw new HaustraError({
      code: 'unwritable',
      message: 'the folder of the examinations cannot be made',
      where: folder,
      hint: 'Give a folder that can be written: --data DIR or HAUSTRA_HOME.',
      cause,
    });
  });
}
