#!/usr/bin/env node
/**
 * Stands in for the Python that trains, with the same manners: progress as JSON lines, a checkpoint after each step, a
 * clean stop at SIGTERM, the same end however often it was stopped. Named in HAUSTRA_TRAINING_PYTHON by tests.
 *
 * HAUSTRA_FAKE_STEPS steps of HAUSTRA_FAKE_STEP_MS milliseconds; HAUSTRA_FAKE_FAIL makes it fail with this last line.
 * The model that it releases is the one that it began from, or that in the folder HAUSTRA_FAKE_RELEASE, under its new
 * version.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const [, , dashM, module, command, ...rest] = process.argv;
if (dashM !== '-m' || module !== 'haustra_training.cli')
  throw new Error(`not called as training is: ${process.argv}`);

const string = { type: 'string' };
const { values } = parseArgs({
  args: rest,
  options: {
    ...Object.fromEntries(
      ['labelled', 'site', 'from', 'into', 'budget-minutes', 'pretrain', 'seed', 'processes'].map((n) => [
        n,
        string,
      ]),
    ),
    ...Object.fromEntries(['data', 'checkpoint', 'out', 'version', 'name'].map((n) => [n, string])),
    brief: { type: 'boolean' },
    descriptors: { type: 'boolean' },
  },
});

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGINT', 130],
]) {
  process.on(signal, () => process.exit(code));
}
// Whoever started it is gone: nobody wants it to go on.
process.stdout.on('error', () => process.exit(1));

const say = (stage, done, of, secondsLeft, note) =>
  process.stdout.write(`${JSON.stringify({ stage, done, of, secondsLeft, note })}\n`);

function writeWhole(path, text) {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

async function selfTrain() {
  const { site, from, into, seed } = values;
  const index = readFileSync(site, 'utf8');
  for (const line of index.trimEnd().split('\n').slice(1)) {
    const image = join(dirname(site), line.split(',')[1]);
    if (!existsSync(image)) throw new Error(`no picture ${image}`);
  }
  mkdirSync(into, { recursive: true });
  console.error(`learning from ${index.split('\n').length - 2} pictures`);
  if (process.env.HAUSTRA_FAKE_FAIL) {
    console.error(process.env.HAUSTRA_FAKE_FAIL);
    process.exit(1);
  }
  const checkpoint = join(into, 'checkpoint.json');
  const steps = Number(process.env.HAUSTRA_FAKE_STEPS ?? 10);
  const stepMs = Number(process.env.HAUSTRA_FAKE_STEP_MS ?? 20);
  const start = {
    step: 0,
    weights: createHash('sha256')
      .update(`${readFileSync(from)} ${index} ${seed}`)
      .digest('hex'),
  };
  let state = existsSync(checkpoint) ? JSON.parse(readFileSync(checkpoint, 'utf8')) : start;
  while (state.step < steps) {
    await wait(stepMs);
    const weights = createHash('sha256').update(`${state.weights} ${state.step}`).digest('hex');
    state = { step: state.step + 1, weights };
    writeWhole(checkpoint, JSON.stringify(state));
    say(
      'train',
      state.step,
      steps,
      ((steps - state.step) * stepMs) / 1000,
      `33 pictures/s, loss ${(2 / state.step).toFixed(2)}`,
    );
  }
  writeWhole(join(into, 'final.pt'), JSON.stringify({ weights: state.weights, from }));
}

function release() {
  const { checkpoint, out, version, name } = values;
  const { weights, from } = JSON.parse(readFileSync(checkpoint, 'utf8'));
  cpSync(process.env.HAUSTRA_FAKE_RELEASE || dirname(from), out, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  writeWhole(join(out, 'manifest.json'), `${JSON.stringify({ ...manifest, id: name, version }, null, 2)}\n`);
  writeWhole(join(out, 'weights.pt'), weights);
  say('release', 1, 1, 0, '');
}

if (command === 'self-train') await selfTrain();
else if (command === 'release') release();
else throw new Error(`no such command: ${command}`);
