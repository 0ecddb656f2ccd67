/** What model and scene say of every frame of a clip, asked once and kept, so that rules can be played again in seconds. */

import { createReadStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { openSource } from '@haustra/media';
import { SceneWatch, signsOf } from '@haustra/vision';

/**
 * Gives frame after frame `{ findings, signs, motion, sceneMs }`. With a `cache` folder what was asked before is read from
 * there (`NAME.evidence.jsonl`: a head line that names model and clip, then a line a frame) and written when it is not
 * there or is of another model or clip; what is read back has no lesions, and no time that the scene took (null).
 */
export async function* evidenceOf(clip, { model, sha256, askAnalyser, cache }) {
  const file = cache === undefined ? null : join(cache, `${basename(clip, '.mp4')}.evidence.jsonl`);
  const head = JSON.stringify({ model: sha256, clipBytes: (await stat(clip)).size });
  if (file !== null && (await firstLine(file)) === head) {
    yield* kept(file);
    return;
  }
  const lines = [head];
  for await (const one of asked(clip, model, await askAnalyser())) {
    if (file !== null) lines.push(JSON.stringify(toKeep(one)));
    yield one;
  }
  if (file === null) return;
  await mkdir(cache, { recursive: true });
  await writeFile(`${file}.part`, `${lines.join('\n')}\n`);
  await rename(`${file}.part`, file);
}

async function* asked(clip, { manifest }, analyser) {
  const { width, height } = manifest.input;
  const watch = new SceneWatch();
  const source = await openSource(clip, { width, height });
  try {
    for await (const frame of source.frames()) {
      const answer = analyser.analyse(frame);
      const begun = performance.now();
      const scene = watch.see(frame);
      const sceneMs = performance.now() - begun;
      const findings = await answer;
      yield {
        findings,
        signs: signsOf(findings, scene),
        motion: { ...scene.motion, slip: scene.slip },
        sceneMs,
      };
    }
  } finally {
    await source.close();
  }
}

function toKeep({ findings, signs, motion }) {
  const { timeMs, organ, usable, cleanliness, caecum } = findings;
  const short = (_, value) => (typeof value === 'number' ? Math.round(1e5 * value) / 1e5 : value);
  return JSON.parse(JSON.stringify({ timeMs, organ, usable, cleanliness, caecum, signs, motion }, short));
}

async function* kept(file) {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  let frameId = -1;
  for await (const line of lines) {
    if (frameId++ < 0) continue;
    const { signs, motion, ...heads } = JSON.parse(line);
    yield { findings: { ...NOTHING_ELSE, ...heads, frameId }, signs, motion, sceneMs: null };
  }
}

/** The rest of the findings of a frame of which only the heads were kept. */
const NOTHING_ELSE = {
  field: { x: 0, y: 0, w: 1, h: 1 },
  lesions: [],
  mask: { width: 1, height: 1, values: new Uint8Array(1) },
  search: null,
  inferenceMs: 0,
};

async function firstLine(file) {
  try {
    await stat(file);
  } catch {
    return null;
  }
  for await (const line of createInterface({ input: createReadStream(file) })) return line;
  return null;
}
