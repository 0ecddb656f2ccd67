import { pathToFileURL } from 'node:url';
import { loadProcedureTruth } from '@haustra/phantom';
import { loadModel } from '@haustra/vision';
import { headsByTruth } from './procedures/by-truth.mjs';
import { evidenceOf } from './procedures/evidence.mjs';
import { play } from './procedures/play.mjs';

const [name, mode, run = 'alone'] = process.argv.slice(2);
const model = await loadModel();
const info = { ...model.manifest, precision: 'int8', sha256: model.manifest.files.int8.sha256 };
const clip = `/tmp/rules-all/${name}.mp4`;
const truth = await loadProcedureTruth(pathToFileURL(clip.replace(/mp4$/, 'truth.json')));
async function* seen() {
  const by = mode === 'truth' ? headsByTruth(truth.seed, 0) : null;
  let n = 0;
  for await (const one of evidenceOf(clip, {
    model,
    sha256: info.sha256,
    askAnalyser: () => {
      throw 1;
    },
    cache: '/tmp/rules-cache',
  })) {
    const f = truth.frames[n++];
    yield by && f ? by(f, one) : one;
  }
}
const played = await play(truth, seen(), model, info);
const W = { caecum: 'insertion', examination: 'insertion' };
let cur = null;
played[run].frames.forEach((f, n) => {
  const t = truth.frames[n];
  if (!t) return;
  const want = W[t.phase] ?? t.phase;
  const k = want === f.phase ? null : `${want} as ${f.phase}`;
  if (cur && cur.k !== k) {
    console.log(cur.k, (cur.from / 1000).toFixed(2), 'n', cur.n);
    cur = null;
  }
  if (k && !cur) cur = { k, from: f.timeMs, n: 0 };
  if (cur) cur.n++;
});
if (cur) console.log(cur.k, cur.from / 1000, 'n', cur.n);
console.log(truth.times, played[run].clock, played[run].cleanliness.segments, truth.bbps);
for (const { event, atMs } of played[run].entries)
  if (!['frames-analysed', 'started'].includes(event.type)) console.log(atMs, JSON.stringify(event));
// regions vs truth
let c = null;
const R = {
  caecum: 'right',
  ascending: 'right',
  transverse: 'transverse',
  descending: 'left',
  sigmoid: 'left',
  rectum: 'left',
};
played[run].frames.forEach((f, n) => {
  const t = truth.frames[n];
  if (!t || t.stage !== 'withdrawal') return;
  const k = `${R[t.segment]} est ${f.region}`;
  if (c !== k) {
    console.log(f.timeMs, k, t.arcMm);
    c = k;
  }
});
