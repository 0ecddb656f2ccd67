import { type Caecum, caecumHeld, caecumMap, caecumUnknown } from '@haustra/clinical';
import {
  type CaecumWord,
  type EventBody,
  fromBox,
  HaustraError,
  type JournalEntry,
  ms,
  type OperatingPoint,
  type Organ,
  type Phase,
} from '@haustra/domain';
import type { LesionSummary } from '@haustra/vision';
import { caecumStep } from '../fold/caecum.js';

type Started = Extract<EventBody, { type: 'started' }>;

/** The state of an examination as its journal tells it. */
export interface Restored {
  readonly started: Started;
  readonly ended: boolean;
  /** Latest examination time that the journal knows. */
  readonly lastMs: number;
  readonly operatingPoint: OperatingPoint;
  readonly organ: Organ | null;
  readonly phase: Phase | null;
  /** What the machine saw of the caecum, whatever the doctor said of it. */
  readonly caecum: { readonly score: number } | null;
  /** The doctor's word on the caecum; null where nothing holds. */
  readonly word: CaecumWord | null;
  /** Withdrawal from the caecum had begun. */
  readonly left: boolean;
  /** Withdrawal had begun without a caecum. */
  readonly turned: boolean;
  readonly paused: boolean;
  readonly stopped: boolean;
  /** What is known of each lesion, by number. */
  readonly lesions: ReadonlyMap<number, LesionSummary>;
}

/**
 * Folds the entries of an examination into its state. Pure.
 * @throws HaustraError `journal-broken` when they do not begin with `started`.
 */
export function restore(entries: readonly JournalEntry[]): Restored {
  const first = entries[0]?.event;
  if (first?.type !== 'started') throw notStarted();
  const lesions = new Map<number, LesionSummary>();
  let state: Restored = {
    started: first,
    ended: false,
    lastMs: 0,
    operatingPoint: first.operatingPoint,
    organ: null,
    phase: null,
    caecum: null,
    word: null,
    left: false,
    turned: false,
    paused: false,
    stopped: false,
    lesions,
  };
  let left: Caecum<{ readonly left: boolean }> = caecumUnknown();
  for (const { event, atMs } of entries) {
    left = leftBy(left, event);
    const summary = summaryOf(event, atMs);
    if (summary) lesions.set(summary.lesionId, summary);
    state = { ...state, ...changeBy(event), lastMs: Math.max(state.lastMs, atMs) };
  }
  const turned = left.turned !== null;
  return { ...state, word: left.word, left: (caecumHeld(left) ?? left.machine)?.left ?? turned, turned };
}

/** Whether withdrawal had begun from what machine and doctor each hold for the caecum. */
function leftBy(
  before: Caecum<{ readonly left: boolean }>,
  event: EventBody,
): Caecum<{ readonly left: boolean }> {
  const begins = event.type === 'phase-changed' && event.to === 'withdrawal';
  const after = caecumStep(before, event, { left: event.type === 'phase-changed' });
  return begins ? caecumMap(after, () => ({ left: true })) : after;
}

function changeBy(event: EventBody): Partial<Restored> {
  switch (event.type) {
    case 'operating-point-changed':
      return { operatingPoint: event.to };
    case 'organ-changed':
      return { organ: event.to };
    case 'phase-changed':
      return { phase: event.to };
    case 'landmark-seen':
      return event.name === 'caecum' ? { caecum: { score: event.score } } : {};
    case 'clock-paused':
      return { paused: true };
    case 'clock-resumed':
      return { paused: false };
    case 'analysis-stopped':
      return { stopped: true };
    case 'analysis-resumed':
    case 'resumed':
      return { stopped: false };
    case 'ended':
      return { ended: true };
    default:
      return {};
  }
}

/** What an event tells of a lesion. One that was cut off in view is known by its first sight only: no call. */
export function summaryOf(event: EventBody, atMs: number): LesionSummary | null {
  if (event.type === 'lesion-updated') {
    return {
      lesionId: event.lesionId,
      firstMs: ms(event.firstMs),
      lastMs: ms(event.lastMs),
      frames: event.frames,
      bestFrameMs: ms(event.bestFrameMs),
      bestScore: event.bestScore,
      box: fromBox(event.box),
      neoplastic: event.neoplastic,
      call: event.call,
      size: event.size ?? null,
    };
  }
  if (event.type !== 'lesion-seen') return null;
  return {
    lesionId: event.lesionId,
    firstMs: ms(atMs),
    lastMs: ms(atMs),
    frames: 1,
    bestFrameMs: ms(atMs),
    bestScore: event.score,
    box: fromBox(event.box),
    neoplastic: 0.5,
    call: 'no-call',
    size: null,
  };
}

const notStarted = (): HaustraError =>
  new HaustraError({
    code: 'journal-broken',
    message: "the journal does not begin with 'started'",
    hint: 'Restore the file from a copy.',
  });
