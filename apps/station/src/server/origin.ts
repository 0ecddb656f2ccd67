import { isIP } from 'node:net';
import { hostname } from 'node:os';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The host of a `Host` header or URL, without port; null where it is malformed. */
function hostOf(authority: string): string | null {
  try {
    return new URL(`http://${authority}`).hostname;
  } catch {
    return null;
  }
}

/**
 * Whether a request may reach the station. A web page elsewhere must not drive it: a browser sends that page's `Origin`,
 * and a name that an attacker points at this machine comes as `Host`.
 * @param bound the address that the station listens on
 * @returns null when it may, else why not
 */
export function refusal(
  request: { host: string | undefined; origin: string | undefined },
  bound: string,
): string | null {
  const host = request.host === undefined ? null : hostOf(request.host);
  if (host === null) return 'the request names no host';
  const bare = host.replace(/^\[|\]$/g, '');
  const open = bound === '0.0.0.0' || bound === '::';
  const own = open ? isIP(bare) !== 0 || bare === hostname().toLowerCase() : bare === bound.toLowerCase();
  if (!LOOPBACK.has(host) && !own) return `this station does not answer to the name ${host.slice(0, 80)}`;
  if (request.origin === undefined) return null;
  const origin = URL.canParse(request.origin) ? new URL(request.origin) : null;
  return origin?.host === request.host ? null : 'another web site may not use this station';
}
