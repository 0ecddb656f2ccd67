#!/usr/bin/env node
/**
 * Lesions over time on clips of the phantom, whose lesions are known: whether one lesion keeps one number, and how good the
 * frame is that is kept as its photo; with sharpness as the product has it, and without. Synthetic.
 *
 *   node bench/lesions.mjs CLIP.mp4 [CLIP.mp4 ...] [--json]       (each with its .truth.json beside it)
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { fromBox, iou } from '@haustra/domain';
import { openSource } from '@haustra/media';
import { loadAnyTruth } from '@haustra/phantom';
import { LesionTracker, loadModel, SceneWatch, signsOf, startAnalyser } from '@haustra/vision';

const { values: options, positionals: clips } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
if (clips.length === 0) {
  console.error('Name clips of the phantom: see the head of this file.');
  process.exit(2);
}
const WAYS = ['with sharpness', 'without'];
/** A number belongs to a lesion when so much of a drawn box is its own in most frames in which it is shown. */
const OWN = 0.3;

async function watch(clip, model, analyser) {
  const truth = await loadAnyTruth(pathToFileURL(clip.replace(/mp4$/, 'truth.json')));
  const { manifest } = model;
  const { width, height } = manifest.input;
  const trackers = WAYS.map(
    () =>
      new LesionTracker({
        operatingPoints: manifest.operatingPoints,
        operatingPoint: manifest.defaultOperatingPoint,
        typeCall: manifest.typeCall,
      }),
  );
  /** By way and number: how often it lay on which lesion, and what is known of it. */
  const numbers = WAYS.map(() => new Map());
  const summaries = WAYS.map(() => new Map());
  const source = await openSource(clip, { width, height });
  const scenes = new SceneWatch();
  const sharp = [];
  try {
    for await (const frame of source.frames()) {
      const answer = analyser.analyse(frame);
      const scene = scenes.see(frame);
      const { sharpness } = scene.clarity;
      const findings = await answer;
      const said = truth.frames[sharp.length]?.lesions ?? [];
      sharp.push({ timeMs: frame.timeMs, sharpness });
      for (const [way, tracker] of trackers.entries()) {
        const { shown, left } = tracker.update(findings, way === 0 ? signsOf(findings, scene) : {});
        for (const { id, box } of shown) {
          const [own] = said
            .map((lesion) => ({ id: lesion.id, share: iou(fromBox(lesion.box), box) }))
            .sort((a, b) => b.share - a.share);
          const count = numbers[way].get(id) ?? new Map();
          const name = own !== undefined && own.share >= OWN ? own.id : 'none';
          numbers[way].set(id, count.set(name, (count.get(name) ?? 0) + 1));
        }
        for (const one of left) summaries[way].set(one.lesionId, one);
      }
    }
  } finally {
    await source.close();
  }
  for (const [way, tracker] of trackers.entries())
    for (const one of tracker.finish()) summaries[way].set(one.lesionId, one);
  return WAYS.map((as, way) => ({ clip, as, ...judge(truth, numbers[way], summaries[way], sharp) }));
}

/** Which lesion each number stood on most, and what its best frame shows of it by the truth. */
function judge(truth, numbers, summaries, sharp) {
  const rows = [...numbers].map(([number, count]) => {
    const [[lesion]] = [...count].sort(([a, x], [b, y]) => (a === 'none') - (b === 'none') || y - x);
    const summary = summaries.get(number);
    const best = summary && sharp.findIndex(({ timeMs }) => timeMs === summary.bestFrameMs);
    const frame = best === undefined || best < 0 ? undefined : truth.frames[best];
    const drawn = frame?.lesions.find(({ id }) => id === lesion);
    const largest = Math.max(
      0,
      ...truth.frames.flatMap(({ usable, lesions }) =>
        usable ? lesions.filter(({ id }) => id === lesion).map(({ area }) => area) : [],
      ),
    );
    return {
      number,
      lesion,
      call: summary?.call ?? null,
      usable: frame?.usable ?? null,
      sharpness: best === undefined || best < 0 ? null : sharp[best].sharpness,
      whole: drawn?.visibleFraction ?? null,
      share: drawn && largest > 0 ? drawn.area / largest : null,
    };
  });
  const seen = new Set(rows.filter(({ lesion }) => lesion !== 'none').map(({ lesion }) => lesion));
  return { lesions: truth.lesions.length, seen: seen.size, rows };
}

const model = await loadModel();
const analyser = await startAnalyser(model, { provider: 'cpu' });
const all = [];
try {
  for (const clip of clips) all.push(...(await watch(clip, model, analyser)));
} finally {
  await analyser.close();
}
if (options.json) console.log(JSON.stringify(all));
else
  for (const as of WAYS) {
    const mine = all.filter((one) => one.as === as);
    const own = mine.flatMap(({ rows }) => rows.filter(({ lesion }) => lesion !== 'none'));
    const sum = (of) => mine.reduce((total, one) => total + of(one), 0);
    const mean = (values) => (values.reduce((total, value) => total + value, 0) / values.length).toFixed(2);
    const known = own.filter(({ whole }) => whole !== null);
    console.log(
      [
        `${as}: ${sum((one) => one.seen)} of ${sum((one) => one.lesions)} lesions shown, under ${own.length} numbers; ${sum((one) => one.rows.length) - own.length} numbers on no lesion`,
        `  best frames: usable ${known.filter(({ usable }) => usable).length} of ${own.length}; mean sharpness ${mean(own.map(({ sharpness }) => sharpness))}, least ${Math.min(...own.map(({ sharpness }) => sharpness)).toFixed(2)}; visible part ${mean(known.map(({ whole }) => whole))}; area by the largest ${mean(known.map(({ share }) => share))}`,
        `  calls: ${own.filter(({ call }) => call !== 'no-call').length} of ${own.length} numbers on a lesion`,
      ].join('\n'),
    );
  }
