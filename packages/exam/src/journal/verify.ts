import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type JournalEntry, type JournalSignature, JournalSignatureSchema } from '@haustra/domain';
import { missingError, SIGNATURE_FILE } from './names.js';
import { type Scan, scanJournal } from './scan.js';
import { holds } from './signature.js';
import { fingerprintOf } from './station-key.js';
import type { Verification } from './types.js';

export interface VerifyOptions {
  /** PEM of the key that must have signed; by default any key that the signature names. */
  readonly publicKey?: string;
}

/**
 * Checks a journal's chain, and the signature beside it where there is one: finds a changed byte, a dropped, moved or
 * added line, and (by the signature) a missing end. A chain without a signature cannot show that its end is missing.
 * @throws HaustraError `not-found` when there is no such file; everything else is in the result.
 */
export async function verifyJournal(file: string, options: VerifyOptions = {}): Promise<Verification> {
  const bytes = await readFile(file).catch((thrown) => Promise.reject(missingError(file, thrown)));
  const sig = await readFile(join(dirname(file), SIGNATURE_FILE), 'utf8').catch(() => null);
  return judge(scanJournal(bytes), sig, options.publicKey ?? null);
}

/** What is wrong, and at which line (from 1) where it is a line. */
interface Fault {
  readonly line?: number;
  readonly problem: string;
}

/** The judgement over what was read. Pure. */
export function judge(scan: Scan, sig: string | null, publicKey: string | null): Verification {
  const { entries } = scan;
  const signature = sig === null ? null : parseSignature(sig);
  const signed = sig === null ? null : signatureFault(signature, entries, publicKey);
  const fault = chainFault(scan) ?? signed;
  return {
    ok: fault === null,
    entries: entries.length,
    ...(fault && { problem: fault.problem }),
    ...(fault?.line !== undefined && { firstBroken: fault.line }),
    signature: sig === null ? 'absent' : signed === null ? 'valid' : 'invalid',
    signer: signature && signed === null ? fingerprintOf(signature.publicKey) : null,
  };
}

function chainFault({ entries, tornBytes, broken }: Scan): Fault | null {
  if (broken) return broken;
  if (tornBytes > 0) return { line: entries.length + 1, problem: 'the last line is not complete' };
  return entries.length === 0 ? { line: 1, problem: 'the journal is empty' } : null;
}

function parseSignature(text: string): JournalSignature | null {
  try {
    return JournalSignatureSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function signatureFault(
  signature: JournalSignature | null,
  entries: readonly JournalEntry[],
  publicKey: string | null,
): Fault | null {
  if (signature === null) return { problem: 'the signature file cannot be read' };
  if (!holds(signature)) return { problem: 'the signature was not made by the key that it names' };
  if (publicKey !== null && fingerprintOf(publicKey) !== fingerprintOf(signature.publicKey)) {
    return { problem: 'the journal was signed by another station' };
  }
  const missing = signature.entries - entries.length;
  if (missing > 0) {
    const problem = `${missing} of the ${signature.entries} signed entries are missing at the end`;
    return { line: entries.length + 1, problem };
  }
  if (missing < 0) {
    const problem = `${-missing} entries were added after the journal was signed`;
    return { line: signature.entries + 1, problem };
  }
  return entries.at(-1)?.hash === signature.head
    ? null
    : { problem: 'the journal is not the one that was signed' };
}
