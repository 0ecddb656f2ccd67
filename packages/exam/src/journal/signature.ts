import { createPublicKey, verify } from 'node:crypto';
import type { JournalSignature } from '@haustra/domain';
import { canonicalJson } from '@haustra/store';

/** What the signature is made over. */
export type Signed = Omit<JournalSignature, 'signature'>;

export const signedBytes = (signed: Signed): Buffer => Buffer.from(canonicalJson(signed), 'utf8');

/** Whether the signature was made over these fields by the key that it names. */
export function holds({ signature, ...signed }: JournalSignature): boolean {
  try {
    const key = createPublicKey(signed.publicKey);
    const bytes = Buffer.from(signature, 'base64');
    return key.asymmetricKeyType === 'ed25519' && verify(null, signedBytes(signed), key, bytes);
  } catch {
    return false;
  }
}
