#!/usr/bin/env node
/**
 * The pictures that are taken without being asked for, on procedures of the phantom against their truth. Synthetic. The
 * heads of the model (organ, usable, caecum, cleanliness) are replaced by what is true of the frame, and nobody says
 * anything: what is measured is the whereabouts, the scout and the sharpness, not the model.
 *
 *   node bench/photo-places.mjs FOLDER      every NAME.mp4 with its NAME.truth.json
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PhotoWatch } from '@haustra/exam';
import { openSource } from '@haustra/media';
import { loadProcedureTruth } from '@haustra/phantom';
import { loadModel, SceneWatch, signsOf } from '@haustra/vision';
import { beginExamination } from './examination.mjs';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name a folder of procedures: NAME.mp4 with NAME.truth.json.');
  process.exit(2);
}
const { manifest } = await loadModel('haustra-colon-lite0');
const among = (names, which) => Object.fromEntries(names.map((name) => [name, name === which ? 0.96 : 0.02]));
const sign = (yes) => (yes ? 0.97 : 0.03);

async function photosOf(clip) {
  const truth = await loadProcedureTruth(pathToFileURL(clip.replace(/\.mp4$/, '.truth.json')));
  const source = await openSource(clip, { width: 256, height: 256 });
  const session = beginExamination(manifest, { ...manifest, sha256: '', precision: 'int8' }, 'A');
  const watch = new PhotoWatch(session);
  const scenes = new SceneWatch();
  const frames = new Map();
  const taken = [];
  const take = (choice) => {
    watch.settled(choice.place);
    taken.push({ place: choice.place, ...frames.get(choice.frameId) });
  };
  let n = 0;
  for await (const frame of source.frames()) {
    const is = truth.frames[n++];
    if (is === undefined) break;
    const scene = scenes.see(frame);
    const findings = {
      frameId: frame.id,
      timeMs: frame.timeMs,
      field: frame.field,
      organ: among(['colon', 'upper', 'outside'], is.organ),
      usable: sign(is.usable),
      cleanliness: among(['bbps-0-1', 'bbps-2-3', 'impacted-stool'], is.cleanliness?.label ?? 'bbps-2-3'),
      caecum: sign(is.caecum),
      lesions: [],
      mask: { width: 1, height: 1, values: new Uint8Array(1) },
      search: null,
      inferenceMs: 0,
    };
    frames.set(frame.id, { is, sharp: scene.clarity.sharpness });
    const signs = signsOf(findings, scene);
    session.onFrame(findings, signs);
    for (const choice of watch.look(findings, signs, scene.clarity.sharpness).take) take(choice);
  }
  for (const choice of watch.end()) take(choice);
  await source.close();
  return { reached: truth.times.caecumMs !== null, taken };
}

const isRight = ({ place, is }) => is.segment === place || (place === 'caecum' && (is.caecum || is.valve));

/** Wilson interval of a share, 95 %. */
function shareOf(part, all) {
  if (all === 0) return '–';
  const [z, p] = [1.96, part / all];
  const middle = (p + z ** 2 / (2 * all)) / (1 + z ** 2 / all);
  const half = (z * Math.sqrt((p * (1 - p)) / all + z ** 2 / (4 * all ** 2))) / (1 + z ** 2 / all);
  const percent = (value) => `${Math.round(100 * value)} %`;
  return `${part} of ${all} (${percent(p)}; 95 % ${percent(middle - half)} to ${percent(middle + half)})`;
}

const clips = (await readdir(folder)).filter((name) => name.endsWith('.mp4')).sort();
const all = [];
let reached = 0;
for (const name of clips) {
  const procedure = await photosOf(join(folder, name));
  all.push(...procedure.taken);
  if (procedure.reached) reached += 1;
  const words = procedure.taken.map(
    (photo) => `${photo.place}${isRight(photo) ? '' : ` (truly ${photo.is.segment})`}`,
  );
  console.log(`${name}: ${words.join(', ') || 'none'}`);
}
console.log(`\n${clips.length} procedures (synthetic), the caecum reached in ${reached}`);
for (const place of ['caecum', 'ascending', 'transverse', 'descending', 'sigmoid', 'rectum']) {
  const here = all.filter((photo) => photo.place === place);
  console.log(
    `${place}: taken in ${here.length}, of the place ${shareOf(here.filter(isRight).length, here.length)}`,
  );
}
console.log(`all: of the place ${shareOf(all.filter(isRight).length, all.length)}`);
console.log(`usable by truth: ${shareOf(all.filter(({ is }) => is.usable).length, all.length)}`);
console.log(
  `without an instrument: ${shareOf(all.filter(({ is }) => is.instrument === null).length, all.length)}`,
);
