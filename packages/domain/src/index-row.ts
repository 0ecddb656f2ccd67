import { z } from 'zod';
import { CLEANLINESS, ORGANS } from './frame.js';

const blank = z.literal('').transform(() => null);
const orBlank = <T extends z.ZodType>(schema: T) => z.union([blank, schema]);

const DrawnBoxSchema = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.enum(['polyp', 'neoplastic', 'non-neoplastic']),
]);
export type DrawnBox = z.infer<typeof DrawnBoxSchema>;

const boxesJson = z.string().transform((text, context): DrawnBox[] => {
  try {
    return z.array(DrawnBoxSchema).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'boxes are not JSON [[x,y,w,h,label],…]' });
    return z.NEVER;
  }
});

/** One row of `index.csv`: one picture. An empty cell becomes `null`, "not known" (never "no"). */
export const IndexRowSchema = z.object({
  id: z.string().min(1),
  image: z.string().min(1),
  source: z.string(),
  split: z.string(),
  width: z.coerce.number().int(),
  height: z.coerce.number().int(),
  organ: orBlank(z.enum(ORGANS)),
  sequence: orBlank(z.string()),
  polyp: orBlank(z.enum(['0', '1']).transform((v) => v === '1')),
  mask: orBlank(z.string()),
  boxes: orBlank(boxesJson),
  cleanliness: orBlank(z.enum(CLEANLINESS)),
  landmark: orBlank(z.string()),
  quality: orBlank(z.enum(['usable', 'unusable'])),
  light: orBlank(z.string()),
  licence: z.string(),
});
export type IndexRow = z.infer<typeof IndexRowSchema>;
