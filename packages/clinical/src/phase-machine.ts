import type { Ms, Organ, Phase } from '@haustra/domain';
import { type Evidence, latest, smooth, stepMs } from './evidence.js';
import { CAECUM_SEEN, OBSCURED_VIEW, OUTSIDE_THE_BODY } from './rules.js';

/**
 * Where the examination is: outside, insertion (in the body before the caecum was seen), withdrawal (after), obscured
 * (in the body without a usable view). `treatment` is not recognised by this version.
 */
export interface PhaseState {
  readonly phase: Phase | null;
  /** Mean probability of the caecum over the time that settled it; null while it was not seen. */
  readonly caecum: { readonly score: number } | null;
  readonly smoothed: Readonly<Smoothed> | null;
  readonly lasting: Readonly<Lasting>;
  readonly timeMs: Ms | null;
}

interface Smoothed {
  outside: number;
  usable: number;
  caecum: number;
}

/** For how long, in ms, each condition has held without a break since the last change of phase. */
interface Lasting {
  outside: number;
  inside: number;
  obscured: number;
  clear: number;
  caecum: number;
  /** Probability of the caecum summed over its time, for the mean. */
  caecumSum: number;
}

const NOTHING: Lasting = { outside: 0, inside: 0, obscured: 0, clear: 0, caecum: 0, caecumSum: 0 };

/** A machine that knows nothing yet, or that goes on from what was known (after a resume). */
export const phaseMachine = (
  phase: Phase | null = null,
  caecum: { readonly score: number } | null = null,
): PhaseState => ({ phase, caecum, smoothed: null, lasting: NOTHING, timeMs: null });

/**
 * Takes in one picture. `organ` is what the examination is of, as latched; the caecum is looked for in the colon only.
 * Rules `outside-the-body`, `obscured-view`, `caecum-seen`.
 */
export function phaseStep(state: PhaseState, evidence: Evidence, organ: Organ | null): PhaseState {
  const step = stepMs(state.timeMs, evidence.timeMs);
  const smoothed = smoothAll(state.smoothed, evidence, step);
  const lasting = lastingNow(state, smoothed, evidence.caecum, step);
  const found =
    state.caecum === null && organ === 'colon' && lasting.caecum >= CAECUM_SEEN.values.holdMs
      ? { score: lasting.caecumSum / lasting.caecum }
      : state.caecum;
  const phase = nextPhase(state.phase, lasting, found !== null);
  return {
    phase,
    caecum: found,
    smoothed,
    lasting: phase === state.phase ? lasting : NOTHING,
    timeMs: latest(state.timeMs, evidence.timeMs),
  };
}

function smoothAll(before: Readonly<Smoothed> | null, evidence: Evidence, step: number): Smoothed {
  const { values: outside } = OUTSIDE_THE_BODY;
  return {
    outside: smooth(before?.outside ?? null, evidence.organ.outside, step, outside.smoothingMs),
    usable: smooth(before?.usable ?? null, evidence.usable, step, OBSCURED_VIEW.values.smoothingMs),
    caecum: smooth(before?.caecum ?? null, evidence.caecum, step, CAECUM_SEEN.values.smoothingMs),
  };
}

function lastingNow(state: PhaseState, smoothed: Smoothed, caecum: number, step: number): Lasting {
  const { lasting, phase } = state;
  const out = OUTSIDE_THE_BODY.values;
  const seen = CAECUM_SEEN.values;
  const held = (condition: boolean, before: number): number => (condition ? before + step : 0);
  // With no phase yet every picture speaks for one side, so that the first phase is soon known.
  const isOutside = smoothed.outside >= (phase === null ? 0.5 : out.above);
  const isInside = smoothed.outside < (phase === null ? 0.5 : out.below);
  const isCaecum =
    phase === 'insertion' && smoothed.caecum >= seen.above && smoothed.usable >= seen.usableAbove;
  return {
    outside: held(isOutside, lasting.outside),
    inside: held(isInside, lasting.inside),
    obscured: held(smoothed.usable < OBSCURED_VIEW.values.below, lasting.obscured),
    clear: held(smoothed.usable >= OBSCURED_VIEW.values.above, lasting.clear),
    caecum: held(isCaecum, lasting.caecum),
    caecumSum: isCaecum ? lasting.caecumSum + caecum * step : 0,
  };
}

function nextPhase(phase: Phase | null, lasting: Lasting, caecumSeen: boolean): Phase | null {
  const out = OUTSIDE_THE_BODY.values;
  const inBody: Phase = caecumSeen ? 'withdrawal' : 'insertion';
  if (phase === null || phase === 'outside') {
    const enough = phase === null ? out.firstMs : out.holdMs;
    if (phase === null && lasting.outside >= enough) return 'outside';
    return lasting.inside >= enough ? inBody : phase;
  }
  if (lasting.outside >= out.holdMs) return 'outside';
  if (phase === 'obscured') return lasting.clear >= OBSCURED_VIEW.values.clearMs ? inBody : phase;
  return lasting.obscured >= OBSCURED_VIEW.values.holdMs ? 'obscured' : inBody;
}
