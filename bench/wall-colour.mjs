#!/usr/bin/env node
/**
 * Whether the colour by which bare wall is told from residue (rule of thumb in `wall-view.ts`, its bounds chosen on
 * phantoms and, among some that did as well there, on a third of these stills) means anything on real pictures: the
 * share of the wall in view that counts as not bare, by the class of cleanliness that doctors gave. Each still alone; those
 * in which no lumen is found say nothing. It says nothing of how much of a wall was seen.
 *
 *   node bench/wall-colour.mjs [INDEX.csv]        # HAUSTRA_DATA/index.csv otherwise
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPicture } from '@haustra/media';
import { watchScene } from '@haustra/vision';
import { parse } from 'csv-parse/sync';
import { auc, interval, quantile } from './scene/numbers.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const index = process.argv[2] ?? join(process.env.HAUSTRA_DATA ?? join(root, '../shared/data'), 'index.csv');
const CLASSES = ['bbps-2-3', 'bbps-0-1', 'impacted-stool'];

const rows = [];
for (const row of parse(await readFile(index, 'utf8'), { columns: true })) {
  if (row.cleanliness === '') continue;
  const picture = await loadPicture(join(dirname(index), row.image), { width: 256, height: 256 });
  const { wall } = watchScene(null, picture).scene;
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  const covered = wall === null || sum(wall.looked) === 0 ? null : 1 - sum(wall.bare) / sum(wall.looked);
  rows.push({ id: row.id, class: row.cleanliness, covered });
}
console.log('| class | stills | with a lumen | not bare: median (10 % – 90 %) |');
console.log('|---|---|---|---|');
for (const name of CLASSES) {
  const of = rows.filter((row) => row.class === name);
  const known = of.flatMap(({ covered }) => (covered === null ? [] : [covered]));
  const [low, middle, high] = [0.1, 0.5, 0.9].map((q) => quantile(known, q).toFixed(2));
  console.log(`| ${name} | ${of.length} | ${known.length} | ${middle} (${low} – ${high}) |`);
}
const apart = (name) => (some) => {
  const of = (which) =>
    some.flatMap((row) => (row.class === which && row.covered !== null ? [row.covered] : []));
  return auc(of(name), of('bbps-2-3'));
};
for (const name of CLASSES.slice(1)) {
  const range = interval(rows, ({ id }) => id, apart(name)).map((value) => value.toFixed(3));
  console.log(
    `\n${name} told from bbps-2-3: AUC ${apart(name)(rows).toFixed(3)} (95 % ${range.join('–')}, by stills)`,
  );
}
