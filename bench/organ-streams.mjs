#!/usr/bin/env node
/**
 * How soon and how surely the organ is settled: streams of real stills shuffled, each held for half a second to two (so
 * that one misread picture lasts as it would in a video), after three seconds outside. Pictures of many people are not an
 * examination: this shows what the rule makes of the model's errors on stills, no more.
 *
 *   npx haustra predict INDEX.csv --out PREDICTIONS.jsonl
 *   node bench/organ-streams.mjs INDEX.csv PREDICTIONS.jsonl [--split val] [--streams 1000] [--seconds 60] [--seed 1]
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { Random } from '../packages/clinical/dist/fuzz/random.js';
import { organLatch, organStep } from '../packages/clinical/dist/index.js';

const PERIOD_MS = 40;
const OUTSIDE_MS = 3000;
const HELD_MS = [500, 2000];
const SOON_MS = 3000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    split: { type: 'string', default: 'val' },
    streams: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});
const [indexFile, predictionsFile] = positionals;
if (indexFile === undefined || predictionsFile === undefined) {
  console.error('Name the index and the predictions made from it.');
  process.exit(2);
}
const lines = (await readFile(predictionsFile, 'utf8')).split('\n').filter(Boolean);
const predictions = new Map(lines.map((line) => JSON.parse(line)).map((one) => [one.id, one]));
const rows = parse(await readFile(indexFile, 'utf8'), { columns: true }).filter(
  (row) => row.split === options.split && predictions.get(row.id)?.error === undefined,
);
const random = new Random(Number(options.seed));
const lastMs = Number(options.seconds) * 1000;

/** When the organ was first settled as this one, when as another, and how often it changed from it. */
function play(organ, pictures, rooms) {
  let latch = organLatch();
  const story = { rightMs: null, wrongMs: 0, left: 0 };
  for (let t = 0, until = 0, seen = null; t < OUTSIDE_MS + lastMs; t += PERIOD_MS) {
    if (t >= until || (t >= OUTSIDE_MS && t - PERIOD_MS < OUTSIDE_MS)) {
      seen = predictions.get(random.of(t < OUTSIDE_MS ? rooms : pictures).id);
      until = t + random.whole(...HELD_MS);
    }
    const before = latch.organ;
    const { organ: said, usable } = seen;
    latch = organStep(latch, { timeMs: t, organ: said, usable, caecum: 0 });
    if (latch.organ === organ) story.rightMs ??= t - OUTSIDE_MS;
    else if (latch.organ !== null && latch.organ !== 'outside') story.wrongMs += PERIOD_MS;
    if (before === organ && latch.organ !== organ) story.left += 1;
  }
  return story;
}

const rooms = rows.filter((row) => row.organ === 'outside');
console.log(
  '| organ | pictures | read right one by one | streams | right within 3 s | p50, p95 of settling, s | ever wrong | share of time wrong | changes away |',
);
console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|');
for (const organ of ['colon', 'upper']) {
  const pictures = rows.filter((row) => row.organ === organ);
  const right = pictures.filter(({ id }) => {
    const said = predictions.get(id).organ;
    return Object.values(said).every((other) => other <= said[organ]);
  });
  const stories = Array.from({ length: Number(options.streams) }, () => play(organ, pictures, rooms));
  const times = stories.map(({ rightMs }) => rightMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const at = (share) => (times[Math.floor(share * (times.length - 1))] / 1000).toFixed(1);
  const sum = (key) => stories.reduce((all, one) => all + one[key], 0);
  console.log(
    `| ${[
      organ,
      pictures.length,
      right.length,
      stories.length,
      times.filter((time) => time <= SOON_MS).length,
      `${at(0.5)}, ${at(0.95)}`,
      stories.filter(({ wrongMs }) => wrongMs > 0).length,
      `${((100 * sum('wrongMs')) / (lastMs * stories.length)).toFixed(2)} %`,
      sum('left'),
    ].join(' | ')} |`,
  );
}
