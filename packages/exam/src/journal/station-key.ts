import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { systemCode, writeError, writeFileAtomic } from '@haustra/store';

export const KEY_FILE = 'station.key';

/** The key with which a station signs its journals (Ed25519). */
export interface StationKey {
  readonly privateKey: KeyObject;
  /** PEM (SPKI). */
  readonly publicKey: string;
}

/**
 * The station's key from its data folder; made at the first use, readable by its owner only.
 * @throws HaustraError `unreadable` when the file is not an Ed25519 key; `unwritable`.
 */
export async function loadStationKey(dataDir: string): Promise<StationKey> {
  const path = join(dataDir, KEY_FILE);
  await mkdir(dataDir, { recursive: true }).catch((thrown) => Promise.reject(writeError(thrown, dataDir)));
  return (await readKey(path)) ?? (await makeKey(path));
}

async function readKey(path: string): Promise<StationKey | null> {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(await readFile(path, 'utf8'));
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return null;
    throw unreadable(path, thrown);
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') throw unreadable(path, null);
  const { mode } = await stat(path);
  // A key that others can read is closed to them; where the system has no such permissions, nothing is lost.
  if ((mode & 0o077) !== 0) await chmod(path, 0o600).catch(() => undefined);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { privateKey, publicKey };
}

async function makeKey(path: string): Promise<StationKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  try {
    await writeFileAtomic(path, pem, { mode: 0o600, replace: false });
  } catch (thrown) {
    // Another process of this station made it first: theirs is the key.
    if (!(thrown instanceof HaustraError) || thrown.code !== 'busy') throw thrown;
  }
  const key = await readKey(path);
  if (key === null) throw unreadable(path, null);
  return key;
}

/** SHA-256 of a public key (its DER), as hexadecimal text; a short name to compare by eye. */
export function fingerprintOf(publicKey: string): string {
  const der = createPublicKey(publicKey).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex');
}

const unreadable = (path: string, cause: unknown): HaustraError =>
  new HaustraError({
    code: 'unreadable',
    message: 'the file is not the key of a station (Ed25519, PEM)',
    where: path,
    hint: 'Restore it from a copy, or remove it to have a new one made; old signatures stay valid.',
    cause,
  });
