import {
  type Cleanliness,
  type FrameFindings,
  type FrameId,
  HaustraError,
  type LesionCandidate,
  type LesionMask,
  MODEL_SIGNS,
  type Ms,
  type Organ,
  type Rect,
  within,
} from '@haustra/domain';
import type { RawOutputs } from '../session/raw.js';
import { pickCandidates } from './candidates.js';
import { describe } from './embedding.js';

/** The picture that the outputs are of. */
export interface DecodedFrame {
  readonly id: FrameId;
  readonly timeMs: Ms;
  readonly field: Rect;
}

/** How far a probability may lie outside 0..1 by rounding of the quantised graph before it counts as nonsense. */
const SLACK = 0.01;

/**
 * The network's outputs as findings, in fractions of the source picture. Pure; nothing of `raw` is kept.
 * @throws HaustraError `analysis-failed` where any output is not a number, is infinite, or a probability is none: such
 * an answer is never shown in part.
 */
export function decode(
  raw: RawOutputs,
  frame: DecodedFrame,
  nmsIou: number,
): Omit<FrameFindings, 'inferenceMs'> {
  requireFinite('boxes', raw.boxes, frame.id);
  requireFinite('embedding', raw.embedding.values, frame.id);
  if (raw.search) requireFinite('search', raw.search, frame.id);
  for (const name of ['scores', 'types', 'organ', 'usable', 'cleanliness', 'caecum'] as const) {
    requireProbabilities(name, raw[name], frame.id);
  }
  const { signs } = raw;
  if (signs) for (const name of MODEL_SIGNS) requireProbabilities(name, signs[name], frame.id);
  requireProbabilities('mask', raw.mask.values, frame.id);
  const lesions = pickCandidates(raw.boxes, raw.scores, nmsIou).map(
    ({ cell, box, score }): LesionCandidate => ({
      box: within(frame.field, box),
      score,
      neoplastic: share(raw.types[cell]),
      embedding: describe(raw.embedding, box),
    }),
  );
  const organ: Record<Organ, number> = {
    colon: share(raw.organ[0]),
    upper: share(raw.organ[1]),
    outside: share(raw.organ[2]),
  };
  const cleanliness: Record<Cleanliness, number> = {
    'bbps-0-1': share(raw.cleanliness[0]),
    'bbps-2-3': share(raw.cleanliness[1]),
    'impacted-stool': share(raw.cleanliness[2]),
  };
  return {
    frameId: frame.id,
    timeMs: frame.timeMs,
    field: frame.field,
    organ,
    usable: share(raw.usable[0]),
    cleanliness,
    caecum: share(raw.caecum[0]),
    lesions,
    mask: toMask(raw.mask),
    search: raw.search?.slice() ?? null,
    ...(signs
      ? {
          signs: {
            instrument: share(signs.instrument[0]),
            residue: share(signs.residue[0]),
            bubbles: share(signs.bubbles[0]),
          },
        }
      : {}),
  };
}

function toMask({ width, height, values }: RawOutputs['mask']): LesionMask {
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) bytes[i] = Math.round(share(values[i]) * 255);
  return { width, height, values: bytes };
}

function share(value: number | undefined): number {
  return Math.min(1, Math.max(0, value ?? 0));
}

function requireFinite(name: string, values: Float32Array, frame: FrameId): void {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) reject(name, values[i], frame);
}

function requireProbabilities(name: string, values: Float32Array, frame: FrameId): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    // Written so that not-a-number fails it too.
    if (!(value >= -SLACK && value <= 1 + SLACK)) reject(name, value, frame);
  }
}

function reject(name: string, value: number | undefined, frame: FrameId): never {
  throw new HaustraError({
    code: 'analysis-failed',
    message: `the model answered ${value} in "${name}"; the findings of this frame were rejected`,
    where: `frame ${frame}`,
    hint: 'Check the model with "haustra doctor"; if it passes, report the frame.',
  });
}
