import type { CaecumWord, Phase } from '@haustra/domain';
import {
  type Caecum,
  caecumHeld,
  caecumMap,
  caecumPhase,
  caecumSaid,
  caecumSeen,
  caecumUnknown,
} from './caecum.js';
import type { Clocks } from './clocks.js';
import { WITHDRAWAL_CLOCK } from './rules.js';

/**
 * The clocks of an examination that goes on: takes in what happens, one thing at a time and at a fixed cost, and reads
 * at any moment what `clocks` gives for the same story (shown by property test for any story in order of time). A time
 * earlier than one taken in before counts as that one: nothing runs backwards.
 */
export interface LiveClock {
  readonly nowMs: number | null;
  readonly phase: Phase | null;
  readonly paused: boolean;
  /** Not analysed now. */
  readonly blind: boolean;
  /** In the body so far, and of that effective. */
  readonly sum: Tally;
  /** Time of which it is not settled yet whether it counts: before the first phase, or out of the body for a moment. */
  readonly open: Tally & { readonly wallMs: number };
  /** Some phase, and one in the body, has lasted. */
  readonly begun: boolean;
  readonly beenInside: boolean;
  readonly pausedMs: number;
  readonly caecum: Caecum<ClockMark>;
}

interface Tally {
  readonly inBodyMs: number;
  readonly effectiveMs: number;
}

/** How the sums stood when the caecum was reached, and when withdrawal from it began. */
interface ClockMark {
  readonly sum: Tally;
  readonly open: Tally;
  readonly from: Tally | null;
}

export interface ClockReading extends Clocks {
  /** In the body so far, whether the caecum was reached or not. */
  readonly inBodyMs: number;
}

const ZERO: Tally = { inBodyMs: 0, effectiveMs: 0 };
const NONE_OPEN = { ...ZERO, wallMs: 0 };

export const liveClock = (): LiveClock => ({
  nowMs: null,
  phase: null,
  paused: false,
  blind: false,
  sum: ZERO,
  open: NONE_OPEN,
  begun: false,
  beenInside: false,
  pausedMs: 0,
  caecum: caecumUnknown(),
});

/** Time goes on to `nowMs` with nothing new. */
export function clockTo(clock: LiveClock, nowMs: number): LiveClock {
  const wallMs = nowMs - (clock.nowMs ?? nowMs);
  if (clock.nowMs === null) return { ...clock, nowMs };
  if (!(wallMs > 0)) return clock;
  const inBodyMs = clock.paused ? 0 : wallMs;
  const spent = { wallMs, inBodyMs, effectiveMs: clock.blind ? 0 : inBodyMs };
  const pausedMs = clock.pausedMs + (clock.paused ? wallMs : 0);
  return spend({ ...clock, nowMs, pausedMs }, spent);
}

/** The first picture comes: time before it was not in the body, nor out of it. */
export const clockBegins = (clock: LiveClock, atMs: number): LiveClock =>
  settle(clockTo(clock, atMs), false, false);

/** The phase changes. */
export function clockPhase(clock: LiveClock, phase: Phase, atMs: number): LiveClock {
  const now = clockTo(clock, atMs);
  return { ...now, phase, caecum: caecumPhase(now.caecum, phase, markOf(now)) };
}

/** The doctor stops the clock or lets it go on. */
export const clockPaused = (clock: LiveClock, paused: boolean, atMs: number): LiveClock => ({
  ...clockTo(clock, atMs),
  paused,
});

/** The analysis stops or runs again. */
export const clockBlind = (clock: LiveClock, blind: boolean, atMs: number): LiveClock => ({
  ...clockTo(clock, atMs),
  blind,
});

/** The machine saw the caecum. */
export function clockCaecumSeen(clock: LiveClock, atMs: number): LiveClock {
  const now = clockTo(clock, atMs);
  return { ...now, caecum: caecumSeen(now.caecum, markOf(now)) };
}

/** The doctor's word on the caecum. Taking back a refusal brings the clocks back as if it had not been said. */
export function clockCaecumSaid(clock: LiveClock, word: CaecumWord, atMs: number): LiveClock {
  const now = clockTo(clock, atMs);
  return { ...now, caecum: caecumSaid(now.caecum, word, markOf(now)) };
}

/** How the clocks stand at the time last taken in. Rules `withdrawal-clock`, `effective-withdrawal`, `turned-back`. */
export function clockReading({ sum, pausedMs, caecum }: LiveClock): ClockReading {
  const { inBodyMs } = sum;
  const held = caecumHeld(caecum);
  const mark = held ?? caecum.turned;
  if (mark === null) {
    return { insertionMs: null, withdrawalMs: null, effectiveWithdrawalMs: null, pausedMs, inBodyMs };
  }
  const from = mark.from ?? sum;
  const withdrawalMs = inBodyMs - from.inBodyMs;
  return {
    insertionMs: held?.sum.inBodyMs ?? null,
    withdrawalMs,
    // Both sums of many small times; rounding must not make the part larger than the whole.
    effectiveWithdrawalMs: Math.min(withdrawalMs, sum.effectiveMs - from.effectiveMs),
    pausedMs,
    inBodyMs,
  };
}

const markOf = ({ sum, open }: LiveClock): ClockMark => ({ sum, open, from: null });

function spend(clock: LiveClock, spent: LiveClock['open']): LiveClock {
  const { phase } = clock;
  const { inBodyMs, effectiveMs } = spent;
  if (phase === null) return { ...clock, open: add(clock.open, spent) };
  if (phase === 'outside') {
    // Out before it was ever in: nothing that could count later.
    if (!clock.beenInside) return { ...settle(clock, false, false), begun: true };
    return { ...clock, open: add(clock.open, spent) };
  }
  const isWithdrawal = phase === 'withdrawal';
  const first = !clock.begun;
  const came = settle(
    clock,
    first || clock.open.wallMs < WITHDRAWAL_CLOCK.values.leftAfterMs,
    first && isWithdrawal,
  );
  const caecum = isWithdrawal
    ? caecumMap(came.caecum, (mark) => ({ ...mark, from: mark.from ?? (first ? mark.sum : came.sum) }))
    : came.caecum;
  const more = { inBodyMs, effectiveMs: isWithdrawal ? effectiveMs : 0 };
  return { ...came, begun: true, beenInside: true, caecum, sum: tally(came.sum, more) };
}

/** Settles the open time: it counts, or it does not. A mark made within it settles with it. */
function settle(clock: LiveClock, inBody: boolean, effective: boolean): LiveClock {
  if (clock.open.wallMs === 0) return clock;
  const counted = (open: Tally): Tally => ({
    inBodyMs: inBody ? open.inBodyMs : 0,
    effectiveMs: effective ? open.effectiveMs : 0,
  });
  const caecum = caecumMap(clock.caecum, (mark) => ({
    ...mark,
    sum: tally(mark.sum, counted(mark.open)),
    open: ZERO,
  }));
  return { ...clock, open: NONE_OPEN, sum: tally(clock.sum, counted(clock.open)), caecum };
}

const tally = (a: Tally, b: Tally): Tally => ({
  inBodyMs: a.inBodyMs + b.inBodyMs,
  effectiveMs: a.effectiveMs + b.effectiveMs,
});

const add = (open: LiveClock['open'], spent: LiveClock['open']): LiveClock['open'] => ({
  ...tally(open, spent),
  wallMs: open.wallMs + spent.wallMs,
});
