import {
  type FrameFindings,
  type LiveLesion,
  type ServerMessage,
  type ShownLesion,
  toBox,
  type WireFrame,
} from '@haustra/domain';
import type { FrameOutcome } from '@haustra/exam';

/** What one frame showed, as the console reads it; belongs to that frame and no other. */
export function resultMessage(
  frame: Pick<WireFrame, 'frameId' | 'captureMs'>,
  findings: Pick<FrameFindings, 'usable' | 'inferenceMs'>,
  outcome: FrameOutcome,
  stationMs: number,
): Extract<ServerMessage, { type: 'result' }> {
  return {
    type: 'result',
    frameId: frame.frameId,
    captureMs: frame.captureMs,
    lesions: outcome.lesions.map(liveLesion),
    firstSight: [...outcome.firstSight],
    organ: outcome.organ,
    usable: findings.usable,
    phase: outcome.phase,
    lesionsOff: outcome.lesionsOff,
    inferenceMs: findings.inferenceMs,
    stationMs,
  };
}

function liveLesion(lesion: ShownLesion): LiveLesion {
  return {
    id: lesion.id,
    box: toBox(lesion.box),
    score: lesion.score,
    outline: lesion.outline.map((ring) => ring.map(([x, y]) => [x, y])),
    neoplastic: lesion.neoplastic,
    call: lesion.call,
    held: lesion.held,
    firstMs: lesion.firstMs,
  };
}
