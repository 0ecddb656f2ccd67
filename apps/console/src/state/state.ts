import type { KeptPhoto } from '@haustra/clinical';
import type { AnalysisState, Exam, OperatingPoint, ServerMessage, StateReason } from '@haustra/domain';
import type { MessageKey } from '../messages/en.js';
import type { LinkState } from '../worker/link.js';
import type { Counters, DisplayMode, StripLesion, View } from '../worker/protocol.js';

export type Hello = Extract<ServerMessage, { type: 'hello' }>;

export const SOURCE_PROBLEMS = [
  'permission-denied',
  'no-device',
  'device-busy',
  'device-lost',
  'insecure-page',
  'unplayable-file',
  'demo-missing',
  'failed',
] as const;
export type SourceProblem = (typeof SOURCE_PROBLEMS)[number];

export type SourceState =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly label: string }
  | { readonly kind: 'device' | 'file' | 'demo'; readonly label: string; readonly ended: boolean }
  | { readonly kind: 'problem'; readonly problem: SourceProblem; readonly detail: string };

export interface ExamState {
  readonly status: 'none' | 'starting' | 'running' | 'ended';
  readonly id: string | null;
  /** Page time (`Date.now`) at which the examination's clock stood at zero. */
  readonly zeroAt: number | null;
  /** Examination time at which the clock stopped for good, milliseconds. */
  readonly endedMs: number | null;
  readonly paused: boolean;
  readonly phaseSinceMs: number | null;
}

export interface Still {
  /** Object URLs of a cut-out of the lesion and of the whole frame with its outline. */
  readonly thumbnail: string;
  readonly view: string;
}

/** `advice` is the assistant's word in an examination. */
export type NoticeTone = 'good' | 'problem' | 'advice';

export interface Notice {
  readonly id: number;
  readonly tone: NoticeTone;
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Everything the page shows. Changed by `reduce` only. */
export interface ConsoleState {
  readonly link: LinkState;
  readonly hello: Hello | null;
  /** What the station said last of its analysis. */
  readonly analysis: {
    readonly state: AnalysisState;
    readonly reason: StateReason | null;
    readonly workerPid: number | null;
  } | null;
  readonly source: SourceState;
  readonly exam: ExamState;
  readonly lesions: readonly StripLesion[];
  readonly stills: ReadonlyMap<number, Still>;
  readonly view: View | null;
  readonly counters: Counters | null;
  readonly operatingPoint: OperatingPoint;
  readonly mode: DisplayMode;
  readonly sound: boolean;
  /** Of tones and spoken prompts, 0..1; counts while the sound is on. */
  readonly volume: number;
  readonly lumen: boolean;
  /** Examinations are held for practice, with a score sheet. */
  readonly training: boolean;
  /** Reminders for those who learn; null: nobody said, so they go with training mode. */
  readonly guidance: boolean | null;
  readonly frozen: { readonly url: string } | null;
  readonly photos: { readonly stored: number; readonly waiting: number };
  /** The photos of the examination that stand, as its journal tells. */
  readonly photoBook: readonly KeptPhoto[];
  /** Page time at which the recording began; null when off. */
  readonly recordingSince: number | null;
  /** The finished examination as the station computed it. */
  readonly summary: Exam | null;
  readonly notices: readonly Notice[];
}

const NO_EXAM: ExamState = {
  status: 'none',
  id: null,
  zeroAt: null,
  endedMs: null,
  paused: false,
  phaseSinceMs: null,
};

export function initialState(preferences: {
  operatingPoint: OperatingPoint;
  mode: DisplayMode;
  sound: boolean;
  volume: number;
  lumen: boolean;
  training: boolean;
  guidance: boolean | null;
}): ConsoleState {
  return {
    link: 'connecting',
    hello: null,
    analysis: null,
    source: { kind: 'none' },
    exam: NO_EXAM,
    lesions: [],
    stills: new Map(),
    view: null,
    counters: null,
    frozen: null,
    photos: { stored: 0, waiting: 0 },
    photoBook: [],
    recordingSince: null,
    summary: null,
    notices: [],
    ...preferences,
  };
}

/** What a new examination starts from: nothing of the one before is left on the screen. */
export const freshExam = (
  status: ExamState['status'],
): Pick<
  ConsoleState,
  'exam' | 'lesions' | 'stills' | 'photos' | 'photoBook' | 'summary' | 'view' | 'recordingSince' | 'frozen'
> => ({
  exam: { ...NO_EXAM, status },
  lesions: [],
  stills: new Map(),
  photos: { stored: 0, waiting: 0 },
  photoBook: [],
  summary: null,
  view: null,
  recordingSince: null,
  frozen: null,
});

/** Examination time at page time `now`, milliseconds; null when none is running or has run. */
export function examTime(exam: ExamState, now: number): number | null {
  if (exam.endedMs !== null) return exam.endedMs;
  return exam.zeroAt === null ? null : Math.max(0, now - exam.zeroAt);
}
