import { z } from 'zod';
import { FRAMES } from '../frame/redraw.js';
import { QUANTITY_KEYS } from './quantities.js';

const count = z.number().int().nonnegative();
const measured = z.object({ value: z.number().min(0).max(1), n: count });
const difference = z.number().min(-1).max(1).nullable();
const run = z.object({
  /** Name and SHA-256 of the model that ran. */
  model: z.string(),
  frame: z.enum(FRAMES).nullable(),
});

/** `comparison.json`, as `haustra evaluate --against` writes it. Values and differences are shares of 1. */
export const ComparisonFileSchema = z.object({
  now: run,
  before: run,
  index: z.string(),
  /** SHA-256 of the ids of the pictures of both runs. */
  picturesSha256: z.string(),
  /** Whether the earlier run's predictions were there: judged again by today's truth (but Dice), with intervals. */
  paired: z.boolean(),
  /** Whether judging the earlier run again gave other numbers than it had written. */
  truthChanged: z.boolean(),
  bootstrap: z.object({ rounds: count, seed: count, level: z.literal(0.95) }),
  sets: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['all', 'named']),
      pictures: count,
      quantities: z.array(
        z.object({
          key: z.enum(QUANTITY_KEYS),
          now: measured.nullable(),
          before: measured.nullable(),
          /** Now less before, with its 95 % interval by paired bootstrap. */
          difference,
          low: difference,
          high: difference,
        }),
      ),
    }),
  ),
  disclaimer: z.string(),
});

/** The published JSON Schema of `comparison.json`, as text for `docs/schemas/`. */
export function comparisonJsonSchema(): string {
  const title = 'Two runs of haustra evaluate side by side (comparison.json)';
  return `${JSON.stringify({ title, ...z.toJSONSchema(ComparisonFileSchema, { io: 'input', reused: 'ref' }) }, null, 2)}\n`;
}
