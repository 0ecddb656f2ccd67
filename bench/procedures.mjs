#!/usr/bin/env node
/**
 * Whole procedures of the phantom through the examination: phases, clocks, caecum, mode, cleanliness, speed, prompts,
 * against the truth. Synthetic throughout: it says how the parts work together, not how they do on people.
 *
 *   node phantom/dist/cli/main.js set --seeds 101-124 --out DIR
 *   node bench/procedures.mjs DIR [--cache DIR] [--evidence model|truth] [--noise 0.5] [--json]
 *
 * Every procedure is played by itself, and with a doctor who confirms the caecum by key and saves a picture when it is
 * reached (simulated).
 * `--cache DIR` keeps what model and scene said of every frame, so that rules can be played again in seconds. `--evidence
 * truth` puts the truth in the place of the model's heads (`--noise`: with errors in their log odds) and leaves the motion
 * as it is measured: what is then wrong is the rules' and the motion's doing.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { loadProcedureTruth } from '@haustra/phantom';
import { loadModel, startAnalyser } from '@haustra/vision';
import { headsByTruth } from './procedures/by-truth.mjs';
import { evidenceOf } from './procedures/evidence.mjs';
import { headRows, headTable } from './procedures/heads.mjs';
import { judge } from './procedures/judge.mjs';
import { play } from './procedures/play.mjs';
import { tables } from './procedures/tables.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    cache: { type: 'string' },
    evidence: { type: 'string', default: 'model' },
    noise: { type: 'string', default: '0' },
  },
});
const [folder] = positionals;
const noise = Number(options.noise);
const clips =
  folder === undefined ? [] : (await readdir(folder)).filter((name) => name.endsWith('.mp4')).sort();
if (clips.length === 0) {
  console.error('Name a folder of procedures: node phantom/dist/cli/main.js set --seeds 101-124 --out DIR');
  process.exit(2);
}
if (!['model', 'truth'].includes(options.evidence) || !(noise >= 0)) {
  console.error('--evidence takes model or truth; --noise takes a number from 0.');
  process.exit(2);
}
const model = await loadModel();
let analyser = null;
const askAnalyser = async () => {
  analyser ??= await startAnalyser(model, { provider: 'cpu' });
  return analyser;
};
const info = { ...model.manifest, precision: 'int8', sha256: model.manifest.files.int8.sha256 };
const rows = { alone: [], said: [] };
const cost = { scene: [], exam: [] };
const heads = [];

/** What was seen of every frame, with the truth in the place of the heads where it is asked for. */
async function* seen(clip, truth) {
  const byTruth = options.evidence === 'truth' ? headsByTruth(truth.seed, noise) : null;
  let n = 0;
  for await (const one of evidenceOf(clip, {
    model,
    sha256: info.sha256,
    askAnalyser,
    cache: options.cache,
  })) {
    const frame = truth.frames[n++];
    yield byTruth !== null && frame !== undefined ? byTruth(frame, one) : one;
  }
}

try {
  for (const [n, name] of clips.entries()) {
    const clip = join(folder, name);
    const truth = await loadProcedureTruth(pathToFileURL(clip.replace(/mp4$/, 'truth.json')));
    const played = await play(truth, seen(clip, truth), model, info);
    for (const run of ['alone', 'said']) rows[run].push(judge(played, played[run]));
    for (const part of ['scene', 'exam']) cost[part].push(...played.cost[part]);
    heads.push(...headRows(truth, played.seen));
    if (process.stderr.isTTY) process.stderr.write(`\r${n + 1} of ${clips.length}   `);
  }
} finally {
  await analyser?.close();
}
console.log(
  options.json ? JSON.stringify(rows) : [...tables(rows, cost), '', ...headTable(heads)].join('\n'),
);
