#!/usr/bin/env node
/**
 * One table of what networks reach on sources that they never saw, from the folders that `training/held-out.sh` had
 * `haustra evaluate` write (one a fold). Means are over sources, each counting once. Lesion types have no column: only one
 * source has them, and a network that never saw it has nothing to learn them from.
 *
 *   node bench/held-out.mjs EVALUATION [EVALUATION ...] [--json]
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (folders.length === 0) {
  console.error('Name the evaluation folders of the folds, for example training/runs/held-out-clinicdb.');
  process.exit(2);
}

const percent = (value) => (value * 100).toFixed(1);
/** A measure with its interval and number, `–` where it is not known. */
const cell = (m) =>
  m === null || m === undefined
    ? '–'
    : `${percent(m.value)} (${percent(m.low)}–${percent(m.high)}, n ${m.n})`;

async function rowsOf(folder) {
  const { sets } = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8'));
  return sets
    .filter((set) => set.kind === 'source')
    .map(({ name, detection, operating, mask, heads }) => ({
      source: name.replace(/ test$/, ''),
      ap50: detection?.ap50 ?? null,
      sensitivity: operating.pictures,
      specificity: operating.specificity,
      dice: mask?.dice ?? null,
      organ: heads.organ?.accuracy ?? null,
    }));
}

const rows = (await Promise.all(folders.map(rowsOf))).flat();
const organs = rows.flatMap(({ organ }) => organ ?? []);
const mean = organs.reduce((sum, { value }) => sum + value, 0) / organs.length;
if (options.json) console.log(JSON.stringify({ rows, organMean: mean }));
else {
  console.log(
    '| source never seen | AP50 | pictures with polyp found | quiet without polyp | Dice | organ right |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const r of rows) {
    const cells = [r.ap50, r.sensitivity, r.specificity, r.dice, r.organ].map(cell);
    console.log(`| ${[r.source, ...cells].join(' | ')} |`);
  }
  console.log(
    `\nOrgan: mean over ${organs.length} sources ${percent(mean)} %, lowest ${percent(Math.min(...organs.map((o) => o.value)))} %.`,
  );
}
