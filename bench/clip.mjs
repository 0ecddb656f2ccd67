#!/usr/bin/env node
/**
 * Two real clips through source, model, tracker and examination, as `haustra analyze` runs them. The polyp clip: how much
 * of the polyp is outlined and what is shown elsewhere, against labels made by looking. The gastroscopy clip: whether the
 * organ is known, and what is shown as a lesion where detection, which is trained for the colon, should show none.
 *
 *   node bench/clip.mjs [--model ID|DIR] [--pictures DIR] [--json]
 *
 * `--pictures` writes the best frame of each false activation with its box, to be looked at.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadModel, startAnalyser } from '@haustra/vision';
import { falseActivations, framesWith } from './clip/false-activations.mjs';
import { readLabels } from './clip/labels.mjs';
import { organOf } from './clip/organ.mjs';
import { writePictures } from './clip/pictures.mjs';
import { measurePolyp } from './clip/polyp.mjs';
import { findingsOf, lengthMs, shownByTracker, shownInExamination } from './clip/watch.mjs';
import { gastroscopyLine, organLine, polypLine } from './clip/words.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    model: { type: 'string' },
    pictures: { type: 'string' },
  },
});
const data = process.env.HAUSTRA_DATA ?? join(root, '../shared/data');
const labels = await readLabels(join(root, 'training/labels/colonoscopy-polyp.json'));

/** A clip watched once, and what is shown of it: by the tracker alone and in an examination, at A and at B. */
async function watch(path, model, analyser) {
  const findings = await findingsOf(join(data, path), model, analyser);
  const shown = ['A', 'B'].flatMap((point) => [
    { as: point, point, alone: true, frames: shownByTracker(findings, model.manifest, point) },
    {
      as: `${point} in an examination`,
      point,
      alone: false,
      frames: shownInExamination(findings, model, analyser.info, point),
    },
  ]);
  return { path: join(data, path), findings, shown, examination: shown[1].frames };
}

function measureGastroscopy(frames) {
  const activations = falseActivations(frames, () => false);
  return {
    falseActivations: activations,
    shownFrames: framesWith(frames, activations),
    frames: frames.length,
    perMinute: activations.length / (lengthMs(frames) / 60_000),
  };
}

/** Rows of one clip, with the pictures of what the tracker alone shows where asked for. */
async function rowsOf(name, { path, shown }, measure) {
  const rows = [];
  for (const { as, point, alone, frames } of shown) {
    const row = { as, ...measure(frames) };
    rows.push(row);
    if (alone && options.pictures !== undefined)
      await writePictures(options.pictures, path, `${name}-${point}`, row.falseActivations);
  }
  return rows;
}

const model = await loadModel(options.model);
const analyser = await startAnalyser(model, { provider: 'cpu' });
const { id, version, sha256, precision } = analyser.info;
let polyp;
let gastroscopy;
try {
  polyp = await watch(labels.clip, model, analyser);
  gastroscopy = await watch('video/gastroscopy.mp4', model, analyser);
} finally {
  await analyser.close();
}
const result = {
  model: { id, version, sha256, precision },
  polyp: {
    organ: organOf(polyp.findings, polyp.examination, 'colon'),
    rows: await rowsOf('polyp', polyp, (frames) => measurePolyp(frames, labels)),
  },
  gastroscopy: {
    organ: organOf(gastroscopy.findings, gastroscopy.examination, 'upper'),
    rows: await rowsOf('gastroscopy', gastroscopy, measureGastroscopy),
  },
};
if (options.json) console.log(JSON.stringify(result));
else {
  console.log(`${id} ${version} ${precision}, sha256 ${sha256.slice(0, 12)}…`);
  console.log(
    ['polyp clip', organLine(result.polyp.organ), ...result.polyp.rows.map(polypLine)].join('\n  '),
  );
  const { organ, rows } = result.gastroscopy;
  console.log(['gastroscopy clip', organLine(organ), ...rows.map(gastroscopyLine)].join('\n  '));
}
