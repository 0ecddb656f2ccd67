#!/usr/bin/env node
/**
 * How much of the wall was seen on the way back, as the examination estimates it, against what the camera of the phantom
 * really saw. Synthetic throughout, and the way back begins where the truth says so: it measures the estimate of coverage,
 * not the finding of the caecum. No model is needed.
 *
 *   node phantom/dist/cli/main.js set --seeds 101-124 --fps 8 --out DIR && node bench/coverage.mjs DIR [--json]
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { correlation, interval } from './scene/numbers.mjs';
import { compare } from './wall/compare.mjs';
import { watchProcedure } from './wall/play.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [folder] = positionals;
const clips =
  folder === undefined
    ? []
    : (await readdir(folder))
        .filter((name) => name.endsWith('.mp4') && !name.startsWith('gastroscopy'))
        .sort();
if (clips.length === 0) {
  console.error(
    'Name a folder of procedures: node phantom/dist/cli/main.js set --seeds 101-124 --fps 8 --out DIR',
  );
  process.exit(2);
}
const rows = [];
for (const [n, clip] of clips.entries()) {
  const truthFile = join(folder, clip.replace(/mp4$/, 'truth.json'));
  rows.push(compare(await watchProcedure(join(folder, clip), truthFile)));
  if (process.stderr.isTTY) process.stderr.write(`\r${n + 1} of ${clips.length}   `);
}
console.log(options.json ? JSON.stringify(rows) : tables(rows).join('\n'));

function tables(all) {
  const cell = (value, digits) => (Number.isNaN(value) ? '?' : value.toFixed(digits));
  const points = (value) => cell(100 * value, 1);
  const error = (pairs) => pairs.reduce((sum, [truth, got]) => sum + Math.abs(got - truth), 0) / pairs.length;
  const bias = (pairs) => pairs.reduce((sum, [truth, got]) => sum + got - truth, 0) / pairs.length;
  const constant = (pairs) => {
    const mean = pairs.reduce((sum, [truth]) => sum + truth, 0) / pairs.length;
    return error(pairs.map(([truth]) => [truth, mean]));
  };
  const line = (name, some, of) => {
    const over = (statistic) => (drawn) => statistic(drawn.flatMap(of));
    const range = (statistic, digits) =>
      interval(some, ({ seed }) => seed, over(statistic))
        .map(digits)
        .join('–');
    const pairs = some.flatMap(of);
    const two = (value) => cell(value, 3);
    return `| ${name} | ${pairs.length} | ${points(error(pairs))} (${range(error, points)}) | ${points(bias(pairs))} | ${two(correlation(pairs))} (${range(correlation, two)}) |`;
  };
  const whole = ({ whole: pair }) => [pair];
  const stretches = ({ stretches: pairs }) => pairs;
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const shown = ([truth, got]) => `${Math.round(100 * truth)} → ${Math.round(100 * got)}`;
  return [
    '| coverage on the way back | n | mean absolute error, points (95 %) | bias | Pearson r (95 %) |',
    '|---|---|---|---|---|',
    line('whole procedures', all, whole),
    line(
      "whole procedures, as the examination counts from the doctor's word on the caecum",
      all.filter((row) => row.said !== null),
      ({ said }) => [said],
    ),
    line('fifths of the way back', all, stretches),
    line('thirtieths of it, about a fold each', all, ({ folds }) => folds),
    ...kinds.map((kind) =>
      line(
        `fifths, ${kind}`,
        all.filter((row) => row.kind === kind),
        stretches,
      ),
    ),
    '',
    `Who says the mean of these truths every time is off by ${points(constant(all.flatMap(whole)))} points (whole) and ${points(constant(all.flatMap(stretches)))} (fifths).`,
    '',
    '| procedure | whole, truth → estimate, % | fifths, from the deepest |',
    '|---|---|---|',
    ...all.map(
      (row) => `| ${row.kind} ${row.seed} | ${shown(row.whole)} | ${row.stretches.map(shown).join(', ')} |`,
    ),
  ];
}
