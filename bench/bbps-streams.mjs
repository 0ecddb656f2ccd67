#!/usr/bin/env node
/**
 * What the segment score makes of real pictures with a BBPS class: streams of 20 pictures of one class, drawn at random
 * with repetition, half a second each, and the score that each stream gets. A class covers two scores, and only the
 * classes are known, so a stream is right when its score lies within its class. Pictures of one class from many people
 * are not a segment of one colon: this shows that the rule carries a class over, no more.
 *
 *   npx haustra predict INDEX.csv --out PREDICTIONS.jsonl
 *   node bench/bbps-streams.mjs INDEX.csv PREDICTIONS.jsonl [--split test] [--streams 1000] [--seed 1]
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { Random } from '../packages/clinical/dist/fuzz/random.js';
import { bbpsReading, cleanBook, cleanStep, NOT_OVERRULED } from '../packages/clinical/dist/index.js';

const CLASSES = { 'impacted-stool': [0], 'bbps-0-1': [0, 1], 'bbps-2-3': [2, 3] };
const PICTURES = 20;
const LENGTH_MS = 500;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: 'test' },
    streams: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});
const [indexFile, predictionsFile] = positionals;
if (indexFile === undefined || predictionsFile === undefined) {
  console.error('Name the index and the predictions made from it.');
  process.exit(2);
}

const predictions = new Map(
  (await readFile(predictionsFile, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map((prediction) => [prediction.id, prediction]),
);
const rows = parse(await readFile(indexFile, 'utf8'), { columns: true }).filter(
  (row) => row.cleanliness !== '' && row.split === options.split,
);
const random = new Random(Number(options.seed));

function scoreOf(pictures) {
  let book = cleanBook();
  for (let i = 0; i < PICTURES; i++) {
    const { usable, cleanliness } = random.of(pictures);
    const seen = { usable, cleanliness, phase: 'withdrawal', region: 'right' };
    book = cleanStep(book, { ...seen, lengthMs: LENGTH_MS, frames: 1 });
  }
  return bbpsReading(book, NOT_OVERRULED, true).machine.right?.score ?? null;
}

console.log('| class | pictures | of them read right | streams scored within the class | not scored |');
console.log('|---|---:|---:|---:|---:|');
for (const [name, scores] of Object.entries(CLASSES)) {
  const pictures = rows
    .filter((row) => row.cleanliness === name)
    .map((row) => predictions.get(row.id))
    .filter((prediction) => prediction !== undefined && prediction.error === undefined);
  if (pictures.length === 0) continue;
  const isRight = ({ cleanliness }) =>
    Object.values(cleanliness).every((other) => other <= cleanliness[name]);
  const got = Array.from({ length: Number(options.streams) }, () => scoreOf(pictures));
  const within = got.filter((score) => scores.includes(score)).length;
  const none = got.filter((score) => score === null).length;
  console.log(
    `| ${name} | ${pictures.length} | ${pictures.filter(isRight).length} | ${within} of ${got.length} | ${none} |`,
  );
}
