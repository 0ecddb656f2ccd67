import { createHash } from 'node:crypto';
import { type IndexRow, RoundIdSchema } from '@haustra/domain';
import { canonicalJson } from '@haustra/store';
import { z } from 'zod';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

/** What is kept of a picture that models are judged on: enough to know it again, nothing to see. */
export const FingerprintSchema = z.object({
  id: z.string().min(1),
  split: z.string(),
  /** SHA-256 of the picture's file. */
  sha256: hex(64),
  /** Difference hash of its visible field. */
  dhash: hex(16),
  /** Hash of what the index says of it: another truth is another judgement. */
  truth: hex(16),
  /** True for a picture of the site's own; false for one of the shipped set. */
  own: z.boolean(),
});
export type Fingerprint = z.infer<typeof FingerprintSchema>;

/** `frozen-set.json`, shipped, and `frozen-site.json`, a site's: the pictures that models are judged on and never learn from. */
export const FrozenSetSchema = z.object({
  what: z.literal('frozen set: fingerprints of pictures that models are judged on'),
  pictures: z.array(FingerprintSchema),
  /** SHA-256 over all of them. */
  sha256: hex(64),
});
export type FrozenSet = z.infer<typeof FrozenSetSchema>;

/** Splits that models are judged on. */
export const JUDGED_SPLITS: readonly string[] = ['val', 'test'];

/** The set of these pictures, in order of their ids. */
export function frozenSetOf(pictures: readonly Fingerprint[]): FrozenSet {
  const sorted = [...pictures].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    what: 'frozen set: fingerprints of pictures that models are judged on',
    pictures: sorted,
    sha256: createHash('sha256').update(canonicalJson(sorted)).digest('hex'),
  };
}

/** The file of a set: one picture a line, so that a change of one shows as one line. */
export function frozenSetText(set: FrozenSet): string {
  const lines = set.pictures.map((picture) => `    ${JSON.stringify(picture)}`);
  const { what, sha256 } = set;
  const pictures = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "what": ${JSON.stringify(what)},\n  "sha256": "${sha256}",\n  "pictures": ${pictures}\n}\n`;
}

/** Hash of what a row says of its picture. @param mask SHA-256 of the drawn mask's file, or null */
export function truthHash(row: IndexRow, mask: string | null): string {
  const { split, organ, sequence, polyp, boxes, cleanliness, landmark, quality, light } = row;
  const said = { split, organ, sequence, polyp, boxes, cleanliness, landmark, quality, light, mask };
  return createHash('sha256').update(canonicalJson(said)).digest('hex').slice(0, 16);
}

/** True for a picture that came into an index through a round of learning: it was learnt from, and judges nothing. */
export const cameFromRound = ({ id }: Pick<IndexRow, 'id'>): boolean =>
  RoundIdSchema.safeParse(id.split('/')[0]).success;
