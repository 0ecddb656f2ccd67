import { HaustraError } from '@haustra/domain';

/**
 * JSON text that is the same bytes for the same value: keys sorted by code unit, no white space, numbers as JavaScript
 * writes them (after RFC 8785, JSON Canonicalization Scheme).
 * @throws HaustraError `internal` for what JSON cannot hold (NaN, infinity, undefined).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  const plain = value === null || typeof value === 'boolean' || typeof value === 'string';
  if (plain || (typeof value === 'number' && Number.isFinite(value))) return JSON.stringify(value);
  throw new HaustraError({
    code: 'internal',
    message: `a value that JSON cannot hold (${String(value)}) was to be written`,
    hint: 'This is a fault of the program; please report it.',
  });
}

const DECIMALS = 1e4;
/** A number with at most four decimals, so that noise in the last bits does not change the bytes of a journal. */
export const round4 = (value: number): number => {
  const rounded = Math.round(value * DECIMALS) / DECIMALS;
  return Number.isFinite(rounded) ? rounded + 0 : value;
};

/** The same value with every number in it rounded to four decimals. */
export function roundNumbers<T>(value: T): T;
export function roundNumbers(value: unknown): unknown {
  if (typeof value === 'number') return round4(value);
  if (Array.isArray(value)) return value.map((item) => roundNumbers(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, roundNumbers(item)]));
}
