#!/usr/bin/env node
/**
 * How well a lesion's size class can be told from its place in the picture alone (no depth is known): whole procedures of
 * the phantom, whose sizes are known. Synthetic, and kinder than a patient: the phantom's lens is the one that the method
 * assumes, and its colon (22 mm times a profile by segment) about as wide as it is taken to be.
 *
 *   node phantom/dist/cli/main.js set --fps 2 --field 128 --seeds 49-72 --out DIR && node bench/lesion-size.mjs DIR [--json]
 *
 * `drawn` uses the drawn boxes and the true lumen; `found` what the product has: the model's boxes (the best of IoU ≥ 0.3
 * with a drawn one at the default operating point) in clear frames, and the lumen as it is found.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { TYPE_CALL_FRAMES } from '@haustra/clinical';
import { fromBox, iou } from '@haustra/domain';
import { openSource } from '@haustra/media';
import { loadProcedureTruth } from '@haustra/phantom';
import { loadModel, SceneWatch, sizeByPlace, startAnalyser } from '@haustra/vision';
import { tables } from './lesion-size/tables.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [folder] = positionals;
const clips =
  folder === undefined ? [] : (await readdir(folder)).filter((name) => name.endsWith('.mp4')).sort();
if (clips.length === 0) {
  console.error('Name a folder of procedures: see the head of this file.');
  process.exit(2);
}

/** Estimates in mm of every lesion of one procedure: `drawn` and `found`, each a list with one a frame. */
async function measure(clip, model, analyser) {
  const truth = await loadProcedureTruth(pathToFileURL(clip.replace(/mp4$/, 'truth.json')));
  const { show } = model.manifest.operatingPoints[model.manifest.defaultOperatingPoint];
  const { usableAbove, sharpAbove } = TYPE_CALL_FRAMES.values;
  const { width, height } = model.manifest.input;
  const rows = new Map(truth.lesions.map(({ id, sizeMm }) => [id, { id, sizeMm, drawn: [], found: [] }]));
  const watch = new SceneWatch();
  const source = await openSource(clip, { width, height });
  let n = 0;
  try {
    for await (const frame of source.frames()) {
      const said = truth.frames[n++];
      const answer = analyser.analyse(frame);
      const { lumen, clarity } = watch.see(frame);
      const { lesions, usable } = await answer;
      const isClear = usable >= usableAbove && clarity.sharpness >= sharpAbove;
      for (const { id, box } of said?.lesions ?? []) {
        const row = rows.get(id);
        const drawn = fromBox(box);
        const add = (sizes, of, at) => {
          const mm = at === null ? null : sizeByPlace(of, at, frame.field);
          if (mm !== null) sizes.push(mm);
        };
        if (said.usable && said.lumenSeen) add(row.drawn, drawn, said.lumen);
        const [best] = lesions
          .filter(({ score, box: at }) => score >= show && iou(at, drawn) >= 0.3)
          .sort((a, b) => iou(b.box, drawn) - iou(a.box, drawn));
        if (best && isClear) add(row.found, best.box, lumen?.at ?? null);
      }
    }
  } finally {
    await source.close();
  }
  return [...rows.values()];
}

const model = await loadModel();
const analyser = await startAnalyser(model, { provider: 'cpu' });
const rows = [];
try {
  for (const clip of clips) {
    if (clip.startsWith('gastroscopy')) continue;
    rows.push(...(await measure(join(folder, clip), model, analyser)));
    if (process.stderr.isTTY) process.stderr.write(`\r${clip}   `);
  }
} finally {
  await analyser.close();
}
console.log(options.json ? JSON.stringify(rows) : tables(rows).join('\n'));
