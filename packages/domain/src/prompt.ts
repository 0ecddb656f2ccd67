import { z } from 'zod';

/** What the assistant may remind of or warn of in an examination; the console has words for each. */
export const PROMPT_KINDS = [
  'slip-back',
  'leaving-early',
  'withdrawal-minimum',
  'withdrawal-goal',
  'caecum-photo',
  'too-fast',
  'obscured-long',
  'wash',
  'insertion-long',
] as const;
export type PromptKind = (typeof PROMPT_KINDS)[number];

/** States that are shown for as long as they hold, whether something is said of them or not. */
export const ALARM_KINDS = ['too-fast', 'slip-back'] as const satisfies readonly PromptKind[];
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** Prompts that are not raised: all of them, or some kinds. */
export const PromptMuteSchema = z.union([z.literal('all'), z.array(z.enum(PROMPT_KINDS))]);
export type PromptMute = 'all' | readonly PromptKind[];
