import { parseArgs } from 'node:util';
import { HaustraError } from '@haustra/domain';
import { KINDS, type Kind } from '../procedure/kinds.js';

/** Everything that may stand on the command line, for all commands together. */
export function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        kind: { type: 'string' },
        seed: { type: 'string' },
        seeds: { type: 'string' },
        seconds: { type: 'string' },
        scenario: { type: 'string' },
        threads: { type: 'string' },
        field: { type: 'string' },
        fps: { type: 'string' },
        length: { type: 'string' },
        pace: { type: 'string' },
        large: { type: 'boolean' },
        crf: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : 'unreadable arguments');
  }
}

/** The options as read. */
export type Values = ReturnType<typeof readArguments>['values'];

/** A whole number in [low, high]. Throws HaustraError `usage`. */
export function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw usage(`--${name} needs a whole number from ${low} to ${high}, not "${text}"`);
  }
  return value;
}

/** A number in [low, high]. Throws HaustraError `usage`. */
export function number(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= low && value <= high)) {
    throw usage(`--${name} needs a number from ${low} to ${high}, not "${text}"`);
  }
  return value;
}

/** Kinds by name, separated by commas. Throws HaustraError `usage`. */
export function kinds(text: string): readonly Kind[] {
  return text.split(',').map((name) => {
    const kind = KINDS.find((k) => k === name.trim());
    if (kind === undefined) throw usage(`there is no kind "${name}"; the kinds are ${KINDS.join(', ')}`);
    return kind;
  });
}

/** Seeds as single numbers and ranges: "3", "101-124", "1-4,9". At most 1,000. Throws HaustraError `usage`. */
export function seedList(text: string): readonly number[] {
  const seeds = text.split(',').flatMap((part) => {
    const [, first, last] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    const from = Number(first);
    const to = Number(last ?? first);
    if (first === undefined || to < from || to > 0xffffffff || to - from >= 1000) {
      throw usage(`--seeds needs numbers or ranges like 101-124, not "${part}"`);
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
  if (seeds.length > 1000) throw usage('--seeds names more than 1000 procedures');
  return [...new Set(seeds)];
}

/** A mistake on the command line. */
export function usage(message: string): HaustraError {
  return new HaustraError({ code: 'usage', message, hint: 'See haustra-phantom --help.' });
}
