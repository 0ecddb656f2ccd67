import { z } from 'zod';
import { TYPE_CALLS } from './frame.js';
import { BoxSchema } from './geometry.js';

const probability = z.number().min(0).max(1);

/** One line of `predictions.jsonl`: what the model says of one picture, without memory of any other. */
export const PredictionSchema = z.object({
  id: z.string(),
  image: z.string(),
  model: z.string(),
  ms: z.number().nonnegative(),
  organ: z.object({ colon: probability, upper: probability, outside: probability }),
  usable: probability,
  cleanliness: z.object({ 'bbps-0-1': probability, 'bbps-2-3': probability, 'impacted-stool': probability }),
  landmarks: z.object({ caecum: probability }),
  /** Left out where the model gives none. */
  signs: z.object({ instrument: probability, residue: probability, bubbles: probability }).optional(),
  lesions: z.array(
    z.object({
      box: BoxSchema,
      score: probability,
      shown: z.boolean(),
      type: z.object({ neoplastic: probability, 'non-neoplastic': probability }),
      call: z.enum(TYPE_CALLS),
    }),
  ),
  /** Set when the picture could not be analysed; the probabilities are then all 0. */
  error: z.string().optional(),
});
export type Prediction = z.infer<typeof PredictionSchema>;
