#!/usr/bin/env node
/**
 * Does the examination know by itself what it is an examination of? Pictures of rooms and things (outside the body), the
 * real clips and outside again, spliced into procedures: how long after entering the mode is right, and how often it
 * changes to a wrong one. The pictures stand still for a second each, which no scope does.
 *
 *   node bench/mode.mjs INDEX.csv COLONOSCOPY.mp4 GASTROSCOPY.mp4 [--seeds 20]
 *
 * Outside pictures come from the validation and test splits: the model has learnt from the others. A splice begins with 5
 * of them, drawn anew by seed, then the clip from a random second on (the mode has to be found wherever it begins).
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ms } from '@haustra/domain';
import { openSource } from '@haustra/media';
import { loadModel, startAnalyser } from '@haustra/vision';
import { parse } from 'csv-parse/sync';
import { Random } from '../packages/clinical/dist/fuzz/random.js';
import { findingsOf } from './clip/watch.mjs';
import { beginExamination } from './examination.mjs';

const OUTSIDE = 5;
const PICTURE_MS = 1000;
const FRAME_MS = 40;
const MODE_MS = 3000;
/** At least so much of a clip follows. */
const LEAST_MS = 5000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '20' } },
});
const [index, ...clips] = positionals;
if (index === undefined || clips.length !== 2) {
  console.error('Name the index, a clip of a colonoscopy and one of a gastroscopy.');
  process.exit(2);
}
const model = await loadModel();
const analyser = await startAnalyser(model, { provider: 'cpu' });
const { width, height } = model.manifest.input;

/** What the model says of one picture. */
async function findingOf(file) {
  const source = await openSource(file, { width, height });
  try {
    for await (const frame of source.frames()) return await analyser.analyse(frame);
  } finally {
    await source.close();
  }
}

/** The findings of a splice, each with its time and what it is of. */
function splice(random, outside, inside) {
  const rooms = (fromMs) =>
    Array.from({ length: OUTSIDE }, () => random.of(outside)).flatMap((finding, n) =>
      Array.from({ length: PICTURE_MS / FRAME_MS }, (_, k) => ({
        ...finding,
        timeMs: ms(fromMs + n * PICTURE_MS + k * FRAME_MS),
      })),
    );
  const before = rooms(0);
  const lastMs = inside.at(-1).timeMs - LEAST_MS;
  const beginMs = random.next() * Math.max(0, lastMs);
  const begin = inside.findIndex(({ timeMs }) => timeMs >= beginMs);
  const shiftMs = OUTSIDE * PICTURE_MS - inside[begin].timeMs;
  const during = inside.slice(begin).map((one) => ({ ...one, timeMs: ms(one.timeMs + shiftMs) }));
  return { before, during, after: rooms(during.at(-1).timeMs + FRAME_MS) };
}

/** When the mode was right after entering (null: never), wrong changes, and whether the phase says outside again at the end. */
function judge({ before, during, after }, organ) {
  const session = beginExamination(model.manifest, analyser.info);
  for (const one of before) session.onFrame(one, one.signs);
  let rightMs = null;
  for (const one of during) {
    if (session.onFrame(one, one.signs).organ === organ) rightMs ??= one.timeMs - during[0].timeMs;
  }
  let phase = null;
  for (const one of after) phase = session.onFrame(one, one.signs).phase;
  const changes = session.entries.filter(({ event }) => event.type === 'organ-changed');
  const wrong = changes.filter(({ event }) => event.to !== organ && event.to !== 'outside').length;
  return { rightMs, wrong, outAgain: phase === 'outside' };
}

try {
  const rows = parse(await readFile(index, 'utf8'), { columns: true }).filter(
    (row) => row.organ === 'outside' && ['val', 'test'].includes(row.split),
  );
  const outside = [];
  for (const row of rows) outside.push(await findingOf(resolve(dirname(index), row.image)));
  console.log(
    `| clip | splices | mode right within 3 s | median, longest s | false switches | outside again at the end |`,
  );
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const [name, clip, organ] of [
    ['colonoscopy', clips[0], 'colon'],
    ['gastroscopy', clips[1], 'upper'],
  ]) {
    const inside = await findingsOf(clip, model, analyser);
    const judged = Array.from({ length: Number(options.seeds) }, (_, seed) =>
      judge(splice(new Random(seed + 1), outside, inside), organ),
    );
    const times = judged.map(({ rightMs }) => rightMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
    const seconds = (value) => (Number.isFinite(value) ? (value / 1000).toFixed(1) : 'never');
    console.log(
      `| ${name} | ${judged.length} | ${times.filter((t) => t <= MODE_MS).length} | ${seconds(times[Math.floor((times.length - 1) / 2)])}, ${seconds(times.at(-1))} | ${judged.reduce((all, { wrong }) => all + wrong, 0)} | ${judged.filter(({ outAgain }) => outAgain).length} |`,
    );
  }
  console.log(
    `\n${outside.length} pictures from outside; one clip each, so that the splices are far from independent.`,
  );
} finally {
  await analyser.close();
}
