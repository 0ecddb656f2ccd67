import { z } from 'zod';

/** `journal.sig`: a station's signature over a finished journal. */
export const JournalSignatureSchema = z.object({
  algorithm: z.literal('ed25519'),
  /** PEM (SPKI). */
  publicKey: z.string(),
  entries: z.number().int().nonnegative(),
  /** Hash of the last entry. */
  head: z.string().regex(/^[0-9a-f]{64}$/),
  /** Base64, over the canonical JSON (sorted keys, no white space) of the other fields. */
  signature: z.string(),
});
export type JournalSignature = z.infer<typeof JournalSignatureSchema>;
