import type { EventBody } from '@haustra/domain';
import { lineOf, NO_HASH } from '@haustra/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STARTED } from '../session/testing.js';
import { seal } from './chain.js';
import { scanJournal } from './scan.js';
import type { JournalItem } from './types.js';

const { manifest: _, ...started } = STARTED;
const say = (atMs: number, event: EventBody): JournalItem => ({ atMs, author: 'engine', event });
const ITEMS: JournalItem[] = [
  say(0, { type: 'started', ...started }),
  say(500, { type: 'phase-changed', from: null, to: 'insertion' }),
  say(812.34567, { type: 'lesion-seen', lesionId: 1, box: [0.1, 0.2, 0.3, 0.4], score: 0.912345 }),
  say(900, { type: 'clock-paused', reason: '医生：清洗 🧽' }),
  say(1000, { type: 'ended', reason: 'doctor', framesIn: 25, framesAnalysed: 25, dropped: 0 }),
];
const ENTRIES = seal(undefined, ITEMS);
const LINES = ENTRIES.map(lineOf);
const BYTES = Buffer.from(LINES.join(''), 'utf8');
const bytes = (lines: readonly (string | undefined)[]) => Buffer.from(lines.join(''), 'utf8');

describe('chain', () => {
  it('seals each entry onto the one before, all at once or one by one', () => {
    expect(ENTRIES[0]?.prev).toBe(NO_HASH);
    expect(ENTRIES.slice(1).map((e) => e.prev)).toEqual(ENTRIES.slice(0, -1).map((e) => e.hash));
    expect(ENTRIES.map((e) => e.seq)).toEqual([0, 1, 2, 3, 4]);
    const oneByOne: typeof ENTRIES = [];
    for (const item of ITEMS) oneByOne.push(...seal(oneByOne.at(-1), [item]));
    expect(oneByOne).toEqual(ENTRIES);
  });

  it('rounds numbers, so that noise does not reach the bytes', () => {
    expect(ENTRIES[2]).toMatchObject({ atMs: 812.3457, event: { score: 0.9123 } });
  });

  it('seals nothing when one event does not keep the schema', () => {
    const wrong = say(1, { type: 'lesion-seen', lesionId: 1, box: [0, 0, 1, 1], score: Number.NaN });
    expect(() => seal(undefined, [ITEMS[0]!, wrong])).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});

describe('scan', () => {
  it('reads back what was written', () => {
    expect(scanJournal(BYTES)).toEqual({
      entries: ENTRIES,
      goodBytes: BYTES.length,
      tornBytes: 0,
      broken: null,
    });
  });

  /** Changes one byte and expects the line that holds it to be the first that does not hold. */
  function expectFound(at: number, by: number): void {
    const changed = Buffer.from(BYTES);
    changed[at] = (BYTES[at] ?? 0) ^ by;
    const scan = scanJournal(changed);
    expect(scan.broken !== null || scan.tornBytes > 0).toBe(true);
    expect(scan.entries.length).toBe(BYTES.subarray(0, at).filter((b) => b === 0x0a).length);
  }

  it('finds a changed byte wherever it is', () => {
    for (let at = 0; at < BYTES.length; at++) expectFound(at, 1);
  });

  it('finds a changed byte whatever it became', () => {
    fc.assert(
      fc.property(fc.nat(BYTES.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) =>
        expectFound(at, by),
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['dropped line', bytes([LINES[0], LINES[2], LINES[3], LINES[4]]), 2, 'dropped or moved'],
    ['dropped first line', bytes(LINES.slice(1)), 1, 'dropped or moved'],
    ['swapped lines', bytes([LINES[0], LINES[2], LINES[1], LINES[3], LINES[4]]), 2, 'dropped or moved'],
    ['repeated line', bytes([LINES[0], LINES[1], LINES[1]]), 3, 'dropped or moved'],
    ['bad JSON', bytes([LINES[0], 'nonsense\n', LINES[1]]), 2, 'not JSON'],
    ['empty line', bytes([LINES[0], '\n', LINES[1]]), 2, 'not JSON'],
    ['other JSON', bytes([LINES[0], '{"a":1}\n']), 2, 'not a journal entry'],
    ['white space', bytes([LINES[0]?.replace(',', ', ')]), 1, 'changed after'],
    [
      'bytes that are not UTF-8',
      Buffer.concat([bytes([LINES[0]]), Buffer.from([0xff, 0x0a])]),
      2,
      'not JSON',
    ],
  ])('finds a %s', (_, changed, line, problem) => {
    const { broken } = scanJournal(changed);
    expect(broken?.line).toBe(line);
    expect(broken?.problem).toContain(problem);
  });

  it('finds a line of another chain', () => {
    const other = seal(undefined, [{ ...ITEMS[0]!, atMs: 1 }, ITEMS[1]!]).map(lineOf);
    expect(scanJournal(bytes([LINES[0], other[1]])).broken).toEqual({
      line: 2,
      problem: 'the line does not follow the one before it',
    });
  });

  it('takes what a crash or a power cut leaves at the end for torn, not for broken', () => {
    const whole = Buffer.byteLength(`${LINES[0]}${LINES[1]}`);
    const half = BYTES.subarray(0, whole + 40);
    expect(scanJournal(half)).toMatchObject({ tornBytes: 40, broken: null, goodBytes: whole });
    const zeros = Buffer.concat([BYTES.subarray(0, whole), Buffer.alloc(100), Buffer.from('rest}\n')]);
    expect(scanJournal(zeros)).toMatchObject({ tornBytes: 106, broken: null, goodBytes: whole });
  });
});
