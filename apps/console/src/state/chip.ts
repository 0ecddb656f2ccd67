import type { StateReason } from '@haustra/domain';
import type { ConsoleState } from './state.js';

export type ChipLevel = 'ready' | 'degraded' | 'off' | 'idle';
/** Reasons the page finds by itself, beside those the station gives. */
export type ChipReason =
  | StateReason
  | 'gastroscopy'
  | 'no-source'
  | 'late-results'
  | 'exam-over'
  | 'displaced';

export interface Chip {
  readonly level: ChipLevel;
  readonly reason: ChipReason | null;
  /** Age of the last result, milliseconds; null before the first of this examination. */
  readonly ageMs: number | null;
}

/** Without a painted result for this long the chip may not say "ready". */
const UNPAINTED_MS = 450;

/** What the state chip says at page time `now` (`Date.now` scale). The worst news wins. */
export function chipOf(state: ConsoleState, now: number): Chip {
  const last = state.view?.lastResultAt ?? null;
  const ageMs = last === null ? null : Math.max(0, now - last);
  const say = (level: ChipLevel, reason: ChipReason | null): Chip => ({ level, reason, ageMs });
  if (state.link === 'lost' || (state.link === 'connecting' && state.hello))
    return say('off', 'connection-lost');
  if (state.link === 'displaced') return say('off', 'displaced');
  if (!state.hello) return say('idle', 'starting');
  const { analysis, exam } = state;
  if (exam.status === 'ended') return say('idle', 'exam-over');
  if (exam.status === 'none') {
    if (analysis && analysis.state === 'off') return say('off', analysis.reason);
    return say('idle', 'no-source');
  }
  if (analysis && analysis.state !== 'ready') return say(analysis.state, analysis.reason);
  if (exam.status === 'starting') return say('degraded', 'starting');
  const painted = state.view?.lastPaintAt ?? null;
  if (painted === null || now - painted > UNPAINTED_MS) {
    if (last === null) return say('degraded', 'starting');
    return say('degraded', now - last > 1000 ? 'no-frames' : 'late-results');
  }
  // What runs here looks for lesions, and in a gastroscopy it does not.
  if (state.view?.lesionsOff === 'gastroscopy') return say('idle', 'gastroscopy');
  return say('ready', null);
}
