#!/usr/bin/env node
/**
 * How much of the real clip's polyp is outlined, and how long anything else is: the clip runs through source, model and
 * tracker as `haustra analyze` runs it, and what would be drawn in each frame is compared with labels made by looking
 * (`training/labels/colonoscopy-polyp.json`: a developer's, not an expert's).
 *
 *   node bench/clip.mjs [--json]
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openSource } from '@haustra/media';
import { LesionTracker, loadModel, startAnalyser } from '@haustra/vision';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const labels = JSON.parse(await readFile(join(root, 'training/labels/colonoscopy-polyp.json'), 'utf8'));
const clip = join(process.env.HAUSTRA_DATA ?? join(root, '../shared/data'), labels.clip);

const inside = (ranges, n) => ranges.some(([from, to]) => n >= from && n <= to);

/** Where the polyp's centre is in frame `n`, interpolated between the labels; null outside them. */
function centre(n) {
  const after = labels.centres.findIndex(([frame]) => frame >= n);
  if (after < 0) return null;
  const b = labels.centres[after];
  const a = b[0] === n ? b : labels.centres[after - 1];
  if (!a) return null;
  const part = b[0] === a[0] ? 0 : (n - a[0]) / (b[0] - a[0]);
  return { x: a[1] + part * (b[1] - a[1]), y: a[2] + part * (b[2] - a[2]) };
}

/** Whether a shown lesion lies on the polyp: its middle is no further from the label than the labels are rough. */
function onPolyp({ box }, n) {
  const at = centre(n);
  return at !== null && Math.hypot(box.x + box.w / 2 - at.x, box.y + box.h / 2 - at.y) <= labels.tolerance;
}

/** 95 % Wilson interval of a share. */
function wilson(hits, n) {
  const z = 1.96;
  const p = hits / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [middle - half, middle + half];
}

async function measure(model, analyser, operatingPoint) {
  const { operatingPoints, typeCall, input } = model.manifest;
  const tracker = new LesionTracker({ operatingPoints, operatingPoint, typeCall });
  const source = await openSource(clip, { width: input.width, height: input.height });
  const result = { operatingPoint, visible: 0, outlined: 0, longestElsewhereMs: 0, numbers: new Set() };
  const strays = new Map();
  let before = 0;
  for await (const frame of source.frames()) {
    const { shown } = tracker.update(await analyser.analyse(frame));
    if (inside(labels.visible, frame.id)) {
      result.visible++;
      const hit = shown.filter((lesion) => onPolyp(lesion, frame.id));
      if (hit.length > 0) result.outlined++;
      for (const { id } of hit) result.numbers.add(id);
    }
    // Where the labels are in doubt, a box near the polyp's place is nobody's mistake.
    const doubtful = inside(labels.doubtful, frame.id) || inside(labels.visible, frame.id);
    for (const lesion of shown) {
      const stray = !(doubtful && onPolyp(lesion, frame.id));
      const lasted = stray ? (strays.get(lesion.id) ?? 0) + (frame.timeMs - before) : 0;
      strays.set(lesion.id, lasted);
      result.longestElsewhereMs = Math.max(result.longestElsewhereMs, lasted);
    }
    for (const id of strays.keys()) if (!shown.some((lesion) => lesion.id === id)) strays.delete(id);
    before = frame.timeMs;
  }
  await source.close();
  return { ...result, numbers: [...result.numbers] };
}

const model = await loadModel();
const analyser = await startAnalyser(model, { provider: 'cpu' });
const rows = [];
for (const point of ['A', 'B']) rows.push(await measure(model, analyser, point));
await analyser.close();
if (options.json) console.log(JSON.stringify(rows));
else {
  for (const { operatingPoint, visible, outlined, longestElsewhereMs, numbers } of rows) {
    const [low, high] = wilson(outlined, visible).map((share) => (100 * share).toFixed(0));
    console.log(
      `${operatingPoint}: outlined in ${outlined} of ${visible} frames where it is seen, ${((100 * outlined) / visible).toFixed(1)} % (${low}–${high}); ` +
        `longest box elsewhere ${longestElsewhereMs} ms; numbers given to the polyp: ${numbers.join(', ')}`,
    );
  }
}
