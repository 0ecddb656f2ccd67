#!/usr/bin/env node
/**
 * One table of what adapting to a hospital without its labels brings, from the gates that `training/new-hospital.sh` had
 * the product write: the unseen source before and after, and whether anything else became worse beyond noise.
 *
 *   node bench/new-hospital.mjs RUN [RUN ...] [--json]
 */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const SOURCES = { clinicdb: 'cvc-clinicdb', neopolyp: 'neopolyp', hyperkvasir: 'hyperkvasir' };
const MEASURES = { ap50: 'AP50', sensitivity: 'lesion sensitivity', dice: 'outline Dice' };

const { values: options, positionals: runs } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (runs.length === 0) {
  console.error('Name the folders of the adapted runs, for example training/runs/new-hospital-clinicdb-5.');
  process.exit(2);
}

const percent = (value) => (value === null ? '–' : (value * 100).toFixed(1));
const signed = (value) =>
  value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(1)}`;

async function hospitalOf(run) {
  const { checks } = JSON.parse(await readFile(join(run, 'gate', 'gate.json'), 'utf8'));
  const source = Object.entries(SOURCES).find(([name]) => basename(run).includes(name))?.[1] ?? '';
  const own = checks.filter((check) => check.subgroup === `source:${source}` && check.measure in MEASURES);
  const named = (verdict) => checks.filter((check) => check.verdict === verdict);
  return { source, own, checks: checks.length, worse: named('worse'), better: named('better') };
}

const hospitals = await Promise.all(runs.map(hospitalOf));
if (options.json) console.log(JSON.stringify({ hospitals }));
else {
  console.log(
    '| new hospital | measure | n | before | after | difference (95 %, paired) | worse beyond noise, of all checks |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const { source, own, checks, worse } of hospitals) {
    const names = worse.map(({ head, measure, subgroup }) => `${head} ${measure} ${subgroup}`).join('; ');
    for (const { measure, n, before, after, difference, low, high } of own) {
      const interval = `${signed(difference)} (${signed(low)} … ${signed(high)})`;
      const cells = [source, MEASURES[measure], n, percent(before), percent(after), interval];
      console.log(`| ${cells.join(' | ')} | ${worse.length} of ${checks}${names && ` (${names})`} |`);
    }
  }
}
