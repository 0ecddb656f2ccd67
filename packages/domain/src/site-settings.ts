import { z } from 'zod';
import { PromptMuteSchema } from './prompt.js';

const MINUTE = 60_000;
const lengthMs = (least: number, most: number) => z.number().min(least).max(most);

/** By which time the withdrawal is judged: all of it in the body, or only what was effective. */
export const WITHDRAWAL_TIMES = ['wall', 'effective'] as const;

/**
 * What a site sets differently from the rules. All may be left out: then the rule's own value holds. Times in
 * milliseconds, speeds as the shrinking of the picture per second.
 */
export const SiteSettingsFileSchema = z.strictObject({
  withdrawal: z
    .strictObject({
      minimumMs: lengthMs(MINUTE, 30 * MINUTE),
      goalMs: lengthMs(MINUTE, 60 * MINUTE),
      timedBy: z.enum(WITHDRAWAL_TIMES),
    })
    .partial()
    .optional(),
  insertion: z
    .strictObject({ limitMs: lengthMs(MINUTE, 120 * MINUTE) })
    .partial()
    .optional(),
  speed: z
    .strictObject({
      tooFastAbove: z.number().positive().max(10),
      holdMs: lengthMs(500, MINUTE),
      slipAbove: z.number().positive().max(10),
    })
    .partial()
    .optional(),
  view: z
    .strictObject({ obscuredMs: lengthMs(2000, 10 * MINUTE), uncleanMs: lengthMs(2000, 10 * MINUTE) })
    .partial()
    .optional(),
  guidance: z
    .strictObject({
      /** Reminders for those who learn: second look and retroflexion. Off unless asked for. */
      coverage: z.boolean(),
      secondLookBelow: z.number().min(0).max(1),
    })
    .partial()
    .optional(),
  prompts: z
    .strictObject({
      distanceMs: lengthMs(0, 10 * MINUTE),
      sameKindMs: lengthMs(0, 60 * MINUTE),
      /** At most so many in any minute. */
      budget: z.number().int().min(0).max(20),
      muted: PromptMuteSchema,
    })
    .partial()
    .optional(),
});
export type SiteSettingsFile = z.infer<typeof SiteSettingsFileSchema>;
