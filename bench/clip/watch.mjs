/** What a clip looks like to the model and what would be shown of it, as `haustra analyze` runs it. */
import { openSource } from '@haustra/media';
import { LesionTracker } from '@haustra/vision';
import { beginExamination } from '../examination.mjs';

/** The model's findings of every frame, in order; `frameId` counts from 0. */
export async function findingsOf(clip, model, analyser) {
  const { width, height } = model.manifest.input;
  const source = await openSource(clip, { width, height });
  const all = [];
  try {
    for await (const frame of source.frames()) all.push(await analyser.analyse(frame));
  } finally {
    await source.close();
  }
  return all;
}

/** What the tracker alone shows of each frame at this operating point: `{ frameId, timeMs, shown }`. */
export function shownByTracker(findings, manifest, operatingPoint) {
  const { operatingPoints, typeCall } = manifest;
  const tracker = new LesionTracker({ operatingPoints, operatingPoint, typeCall });
  return findings.map((one) => ({
    frameId: one.frameId,
    timeMs: one.timeMs,
    shown: tracker.update(one).shown,
  }));
}

/** What an examination shows of each frame, and the organ it has settled on by then (null before). */
export function shownInExamination(findings, { manifest }, info, operatingPoint) {
  const session = beginExamination(manifest, info, operatingPoint);
  return findings.map((one) => {
    const { lesions, organ } = session.onFrame(one);
    return { frameId: one.frameId, timeMs: one.timeMs, shown: lesions, organ };
  });
}

/** How long frames last together, milliseconds: the last one lasts as long as the mean of the others. */
export function lengthMs(frames) {
  const [first, last] = [frames.at(0), frames.at(-1)];
  return frames.length < 2 ? 0 : ((last.timeMs - first.timeMs) * frames.length) / (frames.length - 1);
}
