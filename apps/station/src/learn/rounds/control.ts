import { readFile, rm } from 'node:fs/promises';
import { writeFileAtomic } from '@haustra/store';
import { z } from 'zod';
import type { RoundFolder } from '../folder.js';

/**
 * What a person asks of a running worker. It is a file and no signal: it works the same from the command line, the
 * console and another machine on the same disk, and can never reach a stranger that has the worker's old process id.
 */
const ControlSchema = z.object({ want: z.enum(['pause', 'cancel']), by: z.string() });
export type Control = z.infer<typeof ControlSchema>;

export async function askWorker(folder: RoundFolder, control: Control): Promise<void> {
  await writeFileAtomic(folder.control, `${JSON.stringify(control)}\n`);
}

/** What is asked; null where nothing is. */
export async function askedOf(folder: RoundFolder): Promise<Control | null> {
  try {
    return ControlSchema.parse(JSON.parse(await readFile(folder.control, 'utf8')));
  } catch {
    return null;
  }
}

export async function forgetAsked(folder: RoundFolder): Promise<void> {
  await rm(folder.control, { force: true });
}
