import type { CaecumWord, Ms, Organ, Phase } from '@haustra/domain';
import { type Caecum, caecumHeld, caecumMap, caecumSaid, caecumSeen, caecumUnknown } from './caecum.js';
import {
  type Evidence,
  known,
  latest,
  NO_SIGN,
  type Sign,
  signStep,
  smooth,
  stepMs,
  sureness,
} from './evidence.js';
import {
  INSTRUMENT_IN_VIEW,
  OBSCURED_VIEW,
  OUTSIDE_THE_BODY,
  PHASE_DWELL,
  WITHDRAWAL_BEGINS,
} from './rules.js';
import { NO_SIGHT, type Sighting, sighted, sightingStep } from './sighting.js';
import { AT_THE_START, type Way, wayAnew, wayStep } from './way.js';

/**
 * Where the examination is: outside, insertion (in the body before withdrawal began), withdrawal (after), treatment (an
 * instrument is in view), obscured (in the body without a usable view).
 */
export interface PhaseState {
  readonly phase: Phase | null;
  /** Of the caecum as it holds, the doctor's word included; null while it is not reached. */
  readonly caecum: { readonly score: number } | null;
  /** What machine and doctor each hold of the caecum. */
  readonly landmark: Caecum<Reached>;
  readonly smoothed: Readonly<Smoothed> | null;
  readonly sighting: Sighting;
  readonly instrument: Sign;
  readonly motion: Sign;
  /** By how much the picture has shrunk, net, since the caecum was reached (natural logarithm, never below 0). */
  readonly shrunk: number;
  /** How far it has gone in, and whether it was drawn back far enough to be withdrawal without a caecum. */
  readonly way: Way;
  readonly lasting: Readonly<Lasting>;
  readonly timeMs: Ms | null;
}

interface Reached {
  /** Mean probability of the caecum over the time that settled it; 1 where only the doctor said so. */
  readonly score: number;
  /** Withdrawal from it has begun. It does not begin twice, however often the scope goes in again. */
  readonly left: boolean;
}

interface Smoothed {
  outside: number;
  usable: number;
}

/** For how long, in ms, each condition has held without a break since the last change of phase. */
interface Lasting {
  /** Of this phase itself. */
  phase: number;
  outside: number;
  inside: number;
  obscured: number;
  clear: number;
  instrument: number;
  noInstrument: number;
}

const NOTHING: Lasting = {
  phase: 0,
  outside: 0,
  inside: 0,
  obscured: 0,
  clear: 0,
  instrument: 0,
  noInstrument: 0,
};

/**
 * Which phase may follow which. From withdrawal back to insertion only by the doctor's word, or, where no caecum holds,
 * by advancing past the point at which the scope was turned back.
 */
export const NEXT_PHASES: Readonly<Record<Phase, readonly Phase[]>> = {
  outside: ['insertion', 'withdrawal'],
  insertion: ['outside', 'obscured', 'treatment', 'withdrawal'],
  withdrawal: ['outside', 'obscured', 'treatment', 'insertion'],
  treatment: ['outside', 'insertion', 'withdrawal'],
  obscured: ['outside', 'insertion', 'withdrawal'],
};

/** What a resume knows besides the phase and what the machine saw of the caecum. */
export interface PhaseKnown {
  readonly word?: CaecumWord | null;
  /** Withdrawal had begun. */
  readonly left?: boolean;
  /** It had begun without a caecum. */
  readonly turned?: boolean;
}

/** A machine that knows nothing yet, or that goes on from what was known (after a resume). */
export function phaseMachine(
  phase: Phase | null = null,
  seen: { readonly score: number } | null = null,
  { word = null, left = phase === 'withdrawal', turned = false }: PhaseKnown = {},
): PhaseState {
  const unknown = caecumUnknown<Reached>();
  const sighted = seen === null ? unknown : caecumSeen(unknown, { score: seen.score, left });
  const landmark = word === null ? sighted : caecumSaid(sighted, word, { score: 1, left });
  const state = {
    phase,
    smoothed: null,
    sighting: NO_SIGHT,
    lasting: NOTHING,
    timeMs: null,
    shrunk: 0,
    way: { ...AT_THE_START, turned },
  };
  return { ...state, instrument: NO_SIGN, motion: NO_SIGN, landmark, caecum: scoreOf(landmark) };
}

/**
 * Takes in one picture. `organ` is what the examination is of, as latched; caecum and turning back are looked for in the colon only.
 * Rules `outside-the-body`, `obscured-view`, `instrument-in-view`, `caecum-seen`, `withdrawal-begins`,
 * `turned-back`, `phase-dwell`.
 */
export function phaseStep(state: PhaseState, evidence: Evidence, organ: Organ | null): PhaseState {
  const step = stepMs(state.timeMs, evidence.timeMs);
  const smoothed = smoothAll(state.smoothed, evidence, step);
  const { smoothingMs } = INSTRUMENT_IN_VIEW.values;
  const instrument = signStep(state.instrument, evidence.instrument, step, smoothingMs);
  const lasting = lastingNow(state, smoothed, instrument.value, step);
  const { caecum } = evidence;
  const sighting = sightingStep(state.sighting, state.phase, { caecum, usable: smoothed.usable }, step);
  const score = organ === 'colon' ? sighted(sighting) : null;
  const found = score === null ? state.landmark : caecumSeen(state.landmark, { score, left: false });
  const motion = motionNow(state.motion, evidence, smoothed.usable, step);
  const shrunk = shrunkNow(state, evidence.approach, step);
  const landmark = beginWithdrawal(found, motion, shrunk);
  const way = wayNow(state, evidence, step, organ === 'colon' && caecumHeld(landmark) === null);
  const phase = nextPhase(state.phase, lasting, isLeft(landmark, way));
  return {
    phase,
    caecum: landmark === state.landmark ? state.caecum : scoreOf(landmark),
    landmark,
    smoothed,
    sighting,
    instrument,
    motion,
    shrunk,
    way,
    lasting: phase === state.phase ? lasting : NOTHING,
    timeMs: latest(state.timeMs, evidence.timeMs),
  };
}

/** The doctor's word on the caecum; it wins over what the machine saw, which is kept. The phase follows at once. */
export function phaseSaid(state: PhaseState, word: CaecumWord): PhaseState {
  const said = caecumSaid(state.landmark, word, { score: 1, left: state.way.turned });
  const landmark = beginWithdrawal(said, state.motion, 0);
  const way = word === 'refused' ? wayAnew(state.way) : state.way;
  const { phase: before } = state;
  const moves = before === 'insertion' || before === 'withdrawal';
  const phase = moves ? inBody(isLeft(landmark, way)) : before;
  const lasting = phase === before ? state.lasting : NOTHING;
  return { ...state, phase, landmark, caecum: scoreOf(landmark), shrunk: 0, way, lasting };
}

/** Withdrawal has begun: from the caecum where one holds, otherwise by drawing back. */
function isLeft(landmark: Caecum<Reached>, way: Way): boolean {
  const held = caecumHeld(landmark);
  return held === null ? way.turned : held.left;
}

function wayNow(state: PhaseState, evidence: Evidence, step: number, mayTurn: boolean): Way {
  const inBody = state.phase !== null && state.phase !== 'outside';
  return wayStep(state.way, evidence.approach, step, { inBody, mayTurn });
}

const inBody = (left: boolean): Phase => (left ? 'withdrawal' : 'insertion');

function scoreOf(landmark: Caecum<Reached>): { readonly score: number } | null {
  const held = caecumHeld(landmark);
  return held && { score: held.score };
}

/** A view without use tells nothing of motion, so its silence does not count. */
function motionNow(before: Sign, evidence: Evidence, usable: number, step: number): Sign {
  const { smoothingMs, usableAbove } = WITHDRAWAL_BEGINS.values;
  return signStep(before, evidence.approach, usable >= usableAbove ? step : 0, smoothingMs);
}

function shrunkNow(state: PhaseState, approach: number | null | undefined, step: number): number {
  if (state.caecum === null) return 0;
  if (state.phase !== 'insertion' || !known(approach)) return state.shrunk;
  return Math.max(0, state.shrunk - (approach * step) / 1000);
}

function beginWithdrawal(landmark: Caecum<Reached>, motion: Sign, shrunk: number): Caecum<Reached> {
  const held = caecumHeld(landmark);
  const begins = motion.value === null || shrunk >= WITHDRAWAL_BEGINS.values.shrunkBy;
  if (held === null || held.left || !begins) return landmark;
  return caecumMap(landmark, (mark) => ({ ...mark, left: true }));
}

function smoothAll(before: Readonly<Smoothed> | null, evidence: Evidence, step: number): Smoothed {
  const { values: outside } = OUTSIDE_THE_BODY;
  return {
    outside: smooth(before?.outside ?? null, evidence.organ.outside, step, outside.smoothingMs),
    usable: smooth(before?.usable ?? null, evidence.usable, step, OBSCURED_VIEW.values.smoothingMs),
  };
}

function lastingNow(state: PhaseState, smoothed: Smoothed, instrument: number | null, step: number): Lasting {
  const { lasting, phase } = state;
  const out = OUTSIDE_THE_BODY.values;
  const tool = INSTRUMENT_IN_VIEW.values;
  const held = (condition: boolean, before: number, worth = 1): number =>
    condition ? before + worth * step : 0;
  // With no phase yet every picture speaks for one side, so that the first phase is soon known.
  const isOutside = smoothed.outside >= (phase === null ? 0.5 : out.above);
  const isInside = smoothed.outside < (phase === null ? 0.5 : out.below);
  return {
    phase: lasting.phase + step,
    outside: held(isOutside, lasting.outside, sureness(smoothed.outside)),
    inside: held(isInside, lasting.inside, sureness(1 - smoothed.outside)),
    // What is seen from outside is not an obscured view of the inside, however little use it is.
    obscured: held(!isOutside && smoothed.usable < OBSCURED_VIEW.values.below, lasting.obscured),
    clear: held(smoothed.usable >= OBSCURED_VIEW.values.above, lasting.clear),
    instrument: held(instrument !== null && instrument >= tool.above, lasting.instrument),
    noInstrument: held(instrument === null || instrument < tool.below, lasting.noInstrument),
  };
}

function nextPhase(phase: Phase | null, lasting: Lasting, left: boolean): Phase | null {
  const out = OUTSIDE_THE_BODY.values;
  const tool = INSTRUMENT_IN_VIEW.values;
  if (phase !== null && lasting.phase < PHASE_DWELL.values.leastMs) return phase;
  if (phase === null || phase === 'outside') {
    const enough = phase === null ? out.firstMs : out.insideMs;
    if (phase === null && lasting.outside >= enough) return 'outside';
    return lasting.inside >= enough ? inBody(left) : phase;
  }
  if (lasting.outside >= out.holdMs) return 'outside';
  if (phase === 'treatment') return lasting.noInstrument >= tool.goneMs ? inBody(left) : phase;
  if (phase === 'obscured') return lasting.clear >= OBSCURED_VIEW.values.clearMs ? inBody(left) : phase;
  if (lasting.instrument >= tool.holdMs) return 'treatment';
  return lasting.obscured >= OBSCURED_VIEW.values.holdMs ? 'obscured' : inBody(left);
}
