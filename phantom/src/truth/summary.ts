import type { ProcedureScene } from '../procedure/grow.js';
import { type Segment, type Span, segmentAt } from '../procedure/segments.js';
import { type CoverageTally, shareSeen } from './coverage.js';
import { round } from './measure.js';
import type { ProcedureFrame, ProcedureTruth, SegmentTruth } from './procedure-schema.js';
import { residueState, shareCovered } from './residue.js';

/** What of a procedure's truth is known only when all its frames are. */
export type Summary = Pick<ProcedureTruth, 'times' | 'events' | 'segments' | 'bbps' | 'coverage'>;

/** Segments of the three parts that the Boston scale scores. */
const PARTS: Readonly<Record<'right' | 'transverse' | 'left', readonly Segment[]>> = {
  right: ['caecum', 'ascending'],
  transverse: ['transverse'],
  left: ['descending', 'sigmoid', 'rectum'],
};

/** Sum up a procedure from its frames, as rendered at `fps`, and from the scene itself. */
export function summarise(
  scene: ProcedureScene,
  frames: readonly ProcedureFrame[],
  fps: number,
  tally: CoverageTally,
): Summary {
  const { procedure } = scene;
  const colon = procedure.site === 'colon';
  const lasting = (phase: ProcedureFrame['phase']): number =>
    Math.round((frames.filter((f) => f.phase === phase).length * 1000) / fps);
  const began = (stage: ProcedureFrame['stage']): number | null => {
    const found = procedure.stages.find((s) => s.stage === stage && s.fromS > 0);
    return found === undefined ? null : Math.round(found.fromS * 1000);
  };
  const grid = tally.grid();
  const segments = procedure.organ.spans.map((span): SegmentTruth => {
    const before = shareCovered(scene, 0, span.from, span.to);
    const after = shareCovered(scene, procedure.durationS, span.from, span.to);
    return {
      segment: span.segment,
      fromMm: round(span.from, 1),
      toMm: round(span.to, 1),
      reached: frames.some((f) => f.segment === span.segment),
      coveredBefore: round(before, 4),
      coveredAfter: round(after, 4),
      stateBefore: residueState(before),
      stateAfter: residueState(after),
      seen: round(shareSeen(grid, grid.firstSeen, span.from, span.to), 4),
      seenBack: round(shareSeen(grid, grid.firstSeenBack, span.from, span.to), 4),
    };
  });
  return {
    times: {
      insertionMs: began('insertion') ?? began('examination') ?? 0,
      endMs: began('outside') ?? Math.round(procedure.durationS * 1000),
      caecumMs: began('caecum'),
      withdrawalMs: began('withdrawal'),
      effectiveWithdrawalMs: lasting('withdrawal'),
      treatmentMs: lasting('treatment'),
      obscuredMs: lasting('obscured'),
    },
    events: procedure.happenings
      .map(({ what, fromS, toS, lesion }) => ({
        what,
        fromMs: Math.round(fromS * 1000),
        toMs: Math.round(toS * 1000),
        segment: colon ? segmentDuring(procedure.organ.spans, frames, fromS) : null,
        ...(lesion === undefined ? {} : { lesion }),
      }))
      .sort((a, b) => a.fromMs - b.fromMs),
    segments,
    bbps: colon
      ? {
          right: score(segments, 'right'),
          transverse: score(segments, 'transverse'),
          left: score(segments, 'left'),
        }
      : null,
    coverage: colon ? grid : null,
  };
}

/** The segment in which the tip is at t seconds, from the frame next to it. */
function segmentDuring(spans: readonly Span[], frames: readonly ProcedureFrame[], t: number): Segment | null {
  const frame = frames.find((f) => f.timeMs >= t * 1000 && f.arcMm !== null);
  return frame?.arcMm == null ? null : segmentAt(spans, frame.arcMm);
}

/** Score of one part: the state of its segments taken together, by length. */
function score(segments: readonly SegmentTruth[], part: keyof typeof PARTS): 0 | 1 | 2 | 3 {
  let [covered, length] = [0, 0];
  for (const s of segments.filter((x) => PARTS[part].includes(x.segment))) {
    covered += s.coveredAfter * (s.toMm - s.fromMm);
    length += s.toMm - s.fromMm;
  }
  return residueState(length === 0 ? 0 : covered / length);
}
