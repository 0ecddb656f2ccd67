import {
  type ColonRegion,
  type FrameFindings,
  type LiveLesion,
  type ServerMessage,
  type ShownLesion,
  type Standing,
  toBox,
  type WireFrame,
} from '@haustra/domain';
import type { ExamSession, FrameOutcome, PhotoNews } from '@haustra/exam';
import type { Scene } from '@haustra/vision';

type Result = Extract<ServerMessage, { type: 'result' }>;

/** What one frame showed, as the console reads it; belongs to that frame and no other. */
export function resultMessage(
  frame: Pick<WireFrame, 'frameId' | 'captureMs'>,
  findings: Pick<FrameFindings, 'usable' | 'inferenceMs'>,
  outcome: FrameOutcome,
  { standing, photos: { hold, take } }: { readonly standing: Standing; readonly photos: PhotoNews },
  stationMs: number,
): Result {
  const isPhoto = hold.length > 0 || take.length > 0;
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
    standing,
    ...(isPhoto ? { photo: { hold: [...hold], take: take.map(({ place }) => place) } } : {}),
    inferenceMs: findings.inferenceMs,
    stationMs,
  };
}

/** Clocks, whereabouts and cleanliness as they stand; lumen and speed of the frame just seen. */
export function standingOf(session: ExamSession, scene: Scene | null): Standing {
  const { inBodyMs, insertionMs, withdrawalMs, effectiveWithdrawalMs } = session.clock;
  const { caecumReached, caecumByDoctor } = session;
  const { segments, machine, doctor } = session.cleanliness;
  const by = (region: ColonRegion) => ({ engine: machine[region]?.score ?? null, doctor: doctor[region] });
  const { at } = scene?.steadyLumen ?? { at: null };
  return {
    insertionMs: insertionMs ?? (inBodyMs === 0 ? null : inBodyMs - (withdrawalMs ?? 0)),
    withdrawalMs,
    inBodyMs,
    effectiveWithdrawalMs,
    caecumReached,
    caecumByDoctor,
    region: session.where.region,
    segment: session.where.segment,
    bbps: segments,
    bbpsBy: { right: by('right'), transverse: by('transverse'), left: by('left') },
    promptsMuted: session.muted === 'all',
    alarms: [...session.alarms],
    lumen: at === null ? null : [at[0], at[1]],
    pace: scene?.pace ?? null,
    paceLimit: session.paceLimit,
    coverage: coverageOf(session),
    guidance: session.guidance,
  };
}

function coverageOf({ coverage }: ExamSession): Standing['coverage'] {
  if (coverage === null) return null;
  const { share, stretch, here } = coverage;
  return { share, stretch, here: here === null ? null : [...here] };
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
