import { sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { canonicalJson, writeFileAtomic } from '@haustra/store';
import { brokenError, JOURNAL_FILE, missingError, SIGNATURE_FILE } from './names.js';
import { scanJournal } from './scan.js';
import { type Signed, signedBytes } from './signature.js';
import type { StationKey } from './station-key.js';

/**
 * Signs the finished journal of an examination: `journal.sig` beside it holds the number of entries, the last hash and
 * the station's signature over both. The same journal and key give the same bytes.
 * @throws HaustraError `not-found`; `journal-broken`; `usage` when the examination has not ended; `unwritable`.
 */
export async function signJournal(folder: string, key: StationKey): Promise<void> {
  const path = join(folder, JOURNAL_FILE);
  const bytes = await readFile(path).catch((thrown) => Promise.reject(missingError(path, thrown)));
  const { entries, broken, tornBytes } = scanJournal(bytes);
  if (broken) throw brokenError(path, broken);
  const last = entries.at(-1);
  if (tornBytes > 0 || !last || !entries.some((entry) => entry.event.type === 'ended')) throw notEnded(path);
  const signed: Signed = {
    algorithm: 'ed25519',
    publicKey: key.publicKey,
    entries: entries.length,
    head: last.hash,
  };
  const signature = sign(null, signedBytes(signed), key.privateKey).toString('base64');
  await writeFileAtomic(join(folder, SIGNATURE_FILE), `${canonicalJson({ ...signed, signature })}\n`);
}

const notEnded = (path: string): HaustraError =>
  new HaustraError({
    code: 'usage',
    message: 'the examination has not ended, so its journal cannot be signed',
    where: path,
    hint: 'End the examination first.',
  });
