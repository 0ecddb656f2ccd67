import { HaustraError } from '@haustra/domain';
import type { ModelRegistry } from '@haustra/learning';
import { z } from 'zod';
import { dataFolder } from '../../exams/data-folder.js';
import type { ModelsMessages } from '../../models/messages/index.js';
import { commandLine } from '../learn/shared.js';

/** `--data`, on every command of the group. */
export const DataSchema = z.object({ data: z.string().min(1).optional() });
export const dataOption = (m: ModelsMessages) => ['--data <dir>', m.options.data] as const;

/** `--by` too, on those that change something. */
export const decidingSchema = (m: ModelsMessages) =>
  DataSchema.extend({ by: z.string().trim().min(1, m.badBy).max(80, m.badBy).default(commandLine()) });
export const decidingOptions = (m: ModelsMessages) => [['--by <name>', m.options.by], dataOption(m)] as const;

/** The models of this data folder. */
export async function openRegistry(data: string | undefined): Promise<ModelRegistry> {
  const { ModelRegistry } = await import('@haustra/learning');
  return new ModelRegistry(dataFolder(data));
}

/** Dates of the journal as people read them: day and minute. */
export const moment = (at: string): string => at.slice(0, 16).replace('T', ' ');

export const usage = (message: string, hint: string): HaustraError =>
  new HaustraError({ code: 'usage', message, hint });
