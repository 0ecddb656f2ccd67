#!/usr/bin/env node
/**
 * Stands in for the training code in tests of the console: takes its words, shows progress, stops when told and goes on
 * from where it was, and releases a copy of the shipped model under the name that it is given. It writes a passed gate
 * beside the candidate, since nothing was learnt that a true gate could find.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const STEPS = 60;
const STEP_MS = 150;
const args = process.argv.slice(2);
const [, , verb] = args;
const given = (name) => args[args.indexOf(name) + 1];
const say = (done, of, note) =>
  console.log(
    JSON.stringify({ stage: 'train', done, of, secondsLeft: ((of - done) * STEP_MS) / 1000, note }),
  );

async function selfTrain(into) {
  mkdirSync(into, { recursive: true });
  const checkpoint = join(into, 'step.json');
  process.on('SIGTERM', () => process.exit(143));
  let done = existsSync(checkpoint) ? JSON.parse(readFileSync(checkpoint, 'utf8')).done : 0;
  writeFileSync(join(into, 'starts.log'), `${done}\n`, { flag: 'a' });
  for (; done < STEPS; ) {
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    writeFileSync(checkpoint, JSON.stringify({ done: ++done }));
    say(done, STEPS, `33 pictures/s, loss ${(2 - done / STEPS).toFixed(2)}`);
  }
  writeFileSync(join(into, 'final.pt'), 'weights');
}

function release(out, name, version) {
  const shipped = join(import.meta.dirname, '../../../models/haustra-colon-lite0');
  cpSync(shipped, out, { recursive: true });
  const path = join(out, 'manifest.json');
  const manifest = { ...JSON.parse(readFileSync(path, 'utf8')), id: name, version };
  writeFileSync(path, JSON.stringify(manifest));
  const sha = createHash('sha256')
    .update(readFileSync(join(out, 'model.int8.onnx')))
    .digest('hex');
  const round = dirname(out);
  const { current } = JSON.parse(readFileSync(join(round, 'round.json'), 'utf8'));
  const check = (head, measure, subgroup, before, after, half, verdict) => {
    const difference = after - before;
    return {
      head,
      measure,
      subgroup,
      n: 400,
      before,
      after,
      difference,
      low: difference - half,
      high: difference + half,
      verdict,
    };
  };
  const report = {
    current,
    candidate: `${name}@${version}+${sha.slice(0, 12)}`,
    passed: true,
    reasons: [{ code: 'gain', head: 'lesion', subgroup: 'all', fact: 'ap50 91.0 → 93.1, n 400' }],
    checks: [
      check('lesion', 'ap50', 'all', 0.91, 0.931, 0.012, 'better'),
      check('lesion', 'sensitivity', 'size:small', 0.88, 0.885, 0.03, 'same'),
      check('organ', 'accuracy', 'all', 0.97, 0.968, 0.01, 'same'),
    ],
    frozenSet: { pictures: 400, sha256: '0'.repeat(64), own: 0 },
    disclaimer: 'Haustra is for research and evaluation. It is not a cleared medical device.',
  };
  writeFileSync(join(round, 'gate.json'), JSON.stringify(report));
}

if (verb === 'self-train') await selfTrain(given('--into'));
else if (verb === 'release') release(given('--out'), given('--name'), given('--version'));
else {
  console.error(`[usage] unknown word ${verb}`);
  process.exit(1);
}
