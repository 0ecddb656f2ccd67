import { expect, it } from 'vitest';
import { CHECKS, type Check } from './checks.js';
import { fuzzStreams } from './fuzz.js';

it('2,000 hostile streams break no rule, and meet every phase, word and kind of prompt', () => {
  const ledger = fuzzStreams(1, 0, 2000);
  expect(ledger.examples).toEqual([]);
  expect(ledger.broken).toBe(0);
  for (const check of Object.keys(CHECKS) as Check[]) expect(ledger.looks[check]).toBeGreaterThan(0);
  expect(Object.fromEntries(ledger.met)).toMatchObject({
    'phase: treatment': expect.any(Number),
    'phase: withdrawal': expect.any(Number),
    'withdrawal without a caecum': expect.any(Number),
    'turning back given up': expect.any(Number),
    'doctor: refused': expect.any(Number),
    'prompt: slip-back': expect.any(Number),
    'prompt: leaving-early': expect.any(Number),
    'prompt: too-fast': expect.any(Number),
    'prompt: obscured-long': expect.any(Number),
    'prompt: wash': expect.any(Number),
    'prompt: withdrawal-minimum': expect.any(Number),
    'prompt: withdrawal-goal': expect.any(Number),
    'prompt: caecum-photo': expect.any(Number),
    'prompt: insertion-long': expect.any(Number),
  });
});
