#!/usr/bin/env node
/**
 * Whole procedures of the phantom through the examination: phases, clocks, caecum, mode, cleanliness, speed, prompts,
 * against the truth. Synthetic throughout: it says how the parts work together, not how they do on people.
 *
 *   node phantom/dist/cli/main.js set --seeds 101-124 --out DIR && node bench/procedures.mjs DIR [--json]
 *
 * Every procedure is played by itself, and with a doctor who confirms the caecum by key when it is reached (simulated).
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModel, startAnalyser } from '@haustra/vision';
import { judge } from './procedures/judge.mjs';
import { play } from './procedures/play.mjs';
import { tables } from './procedures/tables.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [folder] = positionals;
const clips =
  folder === undefined ? [] : (await readdir(folder)).filter((name) => name.endsWith('.mp4')).sort();
if (clips.length === 0) {
  console.error('Name a folder of procedures: node phantom/dist/cli/main.js set --seeds 101-124 --out DIR');
  process.exit(2);
}
const model = await loadModel();
const analyser = await startAnalyser(model, { provider: 'cpu' });
const rows = { alone: [], said: [] };
const cost = { scene: [], exam: [] };
try {
  for (const [n, clip] of clips.entries()) {
    const played = await play(
      join(folder, clip),
      join(folder, clip.replace(/mp4$/, 'truth.json')),
      model,
      analyser,
    );
    for (const name of ['alone', 'said']) rows[name].push(judge(played, played[name]));
    for (const part of ['scene', 'exam']) cost[part].push(...played.cost[part]);
    if (process.stderr.isTTY) process.stderr.write(`\r${n + 1} of ${clips.length}   `);
  }
} finally {
  await analyser.close();
}
console.log(options.json ? JSON.stringify(rows) : tables(rows, cost).join('\n'));
