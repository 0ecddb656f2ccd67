/**
 * Fuzzes phase machine, clocks and prompts: `node packages/clinical/dist/fuzz/main.js --streams 1000000 [--seed 1]`.
 * Prints a table; exits 1 when a rule is broken, 2 on wrong usage.
 */
import { parseArgs } from 'node:util';
import { CHECKS, type Check, Ledger } from './checks.js';
import { fuzzStreams } from './fuzz.js';

const BATCH = 2000;

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, not '${text}'.`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
});
const streams = wholeNumber('streams', values.streams);
const seed = wholeNumber('seed', values.seed);

const ledger = new Ledger();
const startedAt = performance.now();
for (let from = 0; from < streams; from += BATCH) {
  fuzzStreams(seed, from, Math.min(streams, from + BATCH), ledger);
  const done = Math.min(1, (from + BATCH) / streams);
  const spentS = (performance.now() - startedAt) / 1000;
  if (process.stderr.isTTY) {
    const leftS = Math.ceil((spentS / done) * (1 - done));
    process.stderr.write(`\r${Math.round(100 * done)} % of ${streams} streams, ${leftS} s left   `);
  }
}
if (process.stderr.isTTY) process.stderr.write('\n');

const number = (value: number): string => value.toLocaleString('en-GB');
console.log('| rule | looked at | broken | what must hold |\n|---|---:|---:|---|');
for (const [name, text] of Object.entries(CHECKS)) {
  const check = name as Check;
  console.log(`| ${name} | ${number(ledger.looks[check])} | ${ledger.breaks[check]} | ${text} |`);
}
console.log('\n| met on the way | times |\n|---|---:|');
for (const [what, times] of [...ledger.met].sort(([a], [b]) => a.localeCompare(b))) {
  console.log(`| ${what} | ${number(times)} |`);
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`\n${number(streams)} streams, seed ${seed}, ${seconds} s, ${ledger.broken} broken.`);
for (const example of ledger.examples) console.log(example);
process.exitCode = ledger.broken === 0 ? 0 : 1;
