import { type AnalysisFrame, ORGANS, px, WHOLE } from '@haustra/domain';
import { ShadowComparison, type ShadowSight } from '@haustra/learning';
import { cutAndResize } from '@haustra/media';
import { type Analyser, openModel, type ReleasedModel, startAnalyser, toPrediction } from '@haustra/vision';
import type { Shadow } from '../parts.js';
import { examFrames } from './frames.js';

/** A model that looks at frames. */
interface Looker {
  readonly model: ReleasedModel;
  readonly analyser: Analyser;
}

/**
 * Runs the candidate beside the current model over what an ended examination left on the disk: its recordings, or its
 * photos. Nothing of it is on the road of the live picture; between two frames it waits while an examination is open.
 * @returns null where the examination left no picture
 * @throws HaustraError where a model does not run or a recording cannot be read; the signal's reason
 */
export const shadowExam: Shadow = async ({ current, candidate, exam, examFolder, signal, breathe }) => {
  const lookers: Looker[] = [];
  const comparison = new ShadowComparison();
  try {
    for (const { folder } of [current, candidate]) {
      const model = await openModel(folder);
      lookers.push({ model, analyser: await startAnalyser(model, { provider: 'cpu' }) });
    }
    const [first, second] = lookers;
    if (first === undefined || second === undefined) return null;
    const inputs = [first.model.manifest.input, second.model.manifest.input];
    // Read once, at a size that serves both.
    const size = {
      width: Math.max(...inputs.map(({ width }) => width)),
      height: Math.max(...inputs.map(({ height }) => height)),
    };
    for await (const { file, atMs, frame } of examFrames(examFolder, size, signal)) {
      await breathe();
      signal.throwIfAborted();
      const sights = { current: await sightOf(first, frame), candidate: await sightOf(second, frame) };
      comparison.add({ file, atMs, ...sights });
    }
  } finally {
    await Promise.all(lookers.map(({ analyser }) => analyser.close()));
  }
  if (comparison.frames === 0) return null;
  const about = { exam, at: new Date().toISOString(), current: current.name, candidate: candidate.name };
  return comparison.summary(about);
};

async function sightOf({ model, analyser }: Looker, frame: AnalysisFrame): Promise<ShadowSight> {
  const findings = await analyser.analyse(fitted(frame, model.manifest.input));
  const { lesions } = toPrediction(findings, model.manifest, '', '', '');
  return {
    organ: ORGANS.reduce((best, organ) => (findings.organ[organ] > findings.organ[best] ? organ : best)),
    usable: findings.usable >= 0.5,
    lesions: lesions.filter(({ shown }) => shown).map(({ box, call }) => ({ box, call })),
    ms: findings.inferenceMs,
  };
}

/** The frame at the size of the model's input. What is handed to an analyser is its own, so it always gets a copy. */
function fitted(frame: AnalysisFrame, input: { readonly width: number; readonly height: number }) {
  const { width, height, rgb } = frame;
  if (width === input.width && height === input.height) return { ...frame, rgb: rgb.slice() };
  const picture = { data: rgb, width, height, channels: 3 } as const;
  const resized = cutAndResize(picture, WHOLE, input.width, input.height);
  return { ...frame, rgb: resized, width: px(input.width), height: px(input.height) };
}
