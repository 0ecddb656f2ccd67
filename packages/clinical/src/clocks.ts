import type { Phase } from '@haustra/domain';
import { WITHDRAWAL_CLOCK } from './rules.js';
import { between, type Span, subtract, total } from './spans.js';

export interface PhaseSpan extends Span {
  readonly phase: Phase;
}

export interface ClockInput {
  /** In order of time, none overlapping. */
  readonly phases: readonly PhaseSpan[];
  /** When the caecum was reached, the doctor's word included; null when it was not. */
  readonly caecumMs: number | null;
  /** When withdrawal began although no caecum held, and no insertion since; null or left out where it did not. */
  readonly turnedMs?: number | null;
  /** Time for which the doctor stopped the clock. */
  readonly pauses: readonly Span[];
  /** Time that was not analysed: nothing is known of the view, so it is not effective. */
  readonly blind: readonly Span[];
}

/** Milliseconds; null is "not known". */
export interface Clocks {
  /** In the body until the caecum was reached; not known where it was not. A recording that starts in the body gives a lower bound. */
  readonly insertionMs: number | null;
  /** In the body since withdrawal began at the caecum or after it, or by turning back; 0 while it has not begun. */
  readonly withdrawalMs: number | null;
  /** Of the withdrawal: view usable, no treatment, inside, analysed. */
  readonly effectiveWithdrawalMs: number | null;
  readonly pausedMs: number;
}

/**
 * The clocks of an examination. Without the caecum there is no insertion time, and withdrawal is timed only where the
 * scope was turned back. Rules `withdrawal-clock`, `effective-withdrawal`, `turned-back`.
 */
export function clocks(input: ClockInput): Clocks {
  const { phases, caecumMs, turnedMs = null, pauses, blind } = input;
  const pausedMs = total(pauses);
  if (caecumMs === null && turnedMs === null) {
    return { insertionMs: null, withdrawalMs: null, effectiveWithdrawalMs: null, pausedMs };
  }
  const inBody = subtract(timeInBody(phases), pauses);
  const effective = phases.filter((span) => span.phase === 'withdrawal');
  const fromMs = withdrawalBegan(input) ?? Number.POSITIVE_INFINITY;
  return {
    insertionMs: caecumMs === null ? null : total(between(inBody, Number.NEGATIVE_INFINITY, caecumMs)),
    withdrawalMs: total(between(inBody, fromMs, Number.POSITIVE_INFINITY)),
    effectiveWithdrawalMs: total(
      subtract(between(effective, fromMs, Number.POSITIVE_INFINITY), [...pauses, ...blind]),
    ),
    pausedMs,
  };
}

/** When withdrawal began, at the caecum or after it, or by turning back; null where it did not. */
export function withdrawalBegan({
  phases,
  caecumMs,
  turnedMs = null,
}: Pick<ClockInput, 'phases' | 'caecumMs' | 'turnedMs'>): number | null {
  const beginMs = caecumMs ?? turnedMs;
  if (beginMs === null) return null;
  const first = phases.find(({ phase, endMs }) => phase === 'withdrawal' && endMs > beginMs);
  return first ? Math.max(first.startMs, beginMs) : null;
}

/** In the body, with the scope out for a moment counted in: it has left only when it stays out. */
function timeInBody(phases: readonly PhaseSpan[]): Span[] {
  return phases.filter((span, i) => {
    if (span.phase !== 'outside') return true;
    const inside = (other: PhaseSpan): boolean => other.phase !== 'outside';
    const amidst = phases.slice(0, i).some(inside) && phases.slice(i + 1).some(inside);
    return amidst && span.endMs - span.startMs < WITHDRAWAL_CLOCK.values.leftAfterMs;
  });
}
