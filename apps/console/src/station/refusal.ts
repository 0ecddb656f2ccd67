import type { ErrorCode } from '@haustra/domain';
import { z } from 'zod';
import type { MessageKey } from '../messages/en.js';

/** The body of every answer of the station that is an error. */
const RefusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Why the station did not do what it was asked for. */
export interface Refusal {
  /** Its word for what is wrong; null where it gave none (a gateway in between, say). */
  readonly code: string | null;
  /** Its own sentence, in English, or the bare status. */
  readonly message: string;
}

/** What the station said in an answer that is an error. Pure. */
export function refusalOf(status: number, body: unknown): Refusal {
  const said = RefusalSchema.safeParse(body);
  return said.success ? said.data.error : { code: null, message: `HTTP ${status}` };
}

/** The station's codes that the page has a text for in its own language. */
export const KNOWN_CODES = [
  'usage',
  'not-found',
  'unreadable',
  'unwritable',
  'unsupported',
  'busy',
  'refused',
  'model-invalid',
  'internal',
] as const satisfies readonly ErrorCode[];

/** The key of the text for a code of the station, null for one that has none. */
export function whyOf(code: string | null): `station.why.${(typeof KNOWN_CODES)[number]}` | null {
  const known = KNOWN_CODES.find((each) => each === code);
  return known === undefined ? null : `station.why.${known}`;
}

/** The key of a text that says in the page's language why the station refused with this answer. */
export async function whyRefused(answer: Response): Promise<MessageKey> {
  const { code } = refusalOf(answer.status, await answer.json().catch(() => null));
  return whyOf(code) ?? 'station.why.unknown';
}
