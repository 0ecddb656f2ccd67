import { type CaecumWord, type Ms, PHASES, type Phase } from '@haustra/domain';
import { type Evidence, known, stepMs } from '../evidence.js';
import { NEXT_PHASES, type PhaseState } from '../phase-machine.js';
import { TURNED_BACK, WITHDRAWAL_CLOCK } from '../rules.js';
import type { Ledger } from './checks.js';

const FLICKER_MS = 500;
const LEFT_MS = WITHDRAWAL_CLOCK.values.leftAfterMs;
const SEARCH = TURNED_BACK.values.search;

/** Watches the phase machine from outside: knows only what went in and what came out. */
export class PhaseChecks {
  readonly #ledger: Ledger;
  #word: CaecumWord = 'taken-back';
  #sawInstrument = false;
  /**
   * The way in, summed up here again since it began or was last given up: how far it is, the furthest and the least far,
   * the most that it was drawn back from a point reached before, and went in again from one; for how long it was drawn back
   * at the pace of a search since it was at its furthest, now and at most; and the time out of the body.
   */
  #net = 0;
  #high = 0;
  #low = 0;
  #back = 0;
  #forth = 0;
  #searchMs = 0;
  #searchedMs = 0;
  #outMs = 0;
  /** The phase before this one, and for how much evidence this one has lasted. */
  #last: { readonly phase: Phase; lastingMs: number } | null = null;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  picture(before: Phase | null, after: PhaseState, evidence: Evidence, timeMs: Ms | null): void {
    this.#sawInstrument ||= known(evidence.instrument);
    const step = stepMs(timeMs, evidence.timeMs);
    if (this.#last) this.#last.lastingMs += step;
    this.#goOn(before, evidence, step);
    this.#always(before, after, false);
    const { phase } = after;
    if (before === null || phase === before) return;
    const last = this.#last;
    this.#ledger.check(
      'no flicker',
      last === null || last.phase !== phase || last.lastingMs >= FLICKER_MS - 1e-6,
      () => `${phase} again after ${last?.lastingMs} ms of ${before}`,
    );
    this.#last = { phase: before, lastingMs: 0 };
  }

  said(word: CaecumWord, before: Phase | null, after: PhaseState): void {
    this.#word = word;
    this.#last = null;
    if (word === 'refused') this.#anew();
    this.#always(before, after, true);
  }

  #goOn(before: Phase | null, { approach }: Evidence, step: number): void {
    if (before === null || before === 'outside') {
      this.#outMs += step;
      if (this.#outMs >= LEFT_MS) this.#anew();
      return;
    }
    this.#outMs = 0;
    this.#net += known(approach) ? (approach * step) / 1000 : 0;
    if (this.#net >= this.#high) this.#searchMs = 0;
    this.#high = Math.max(this.#high, this.#net);
    this.#low = Math.min(this.#low, this.#net);
    this.#back = Math.max(this.#back, this.#high - this.#net);
    this.#forth = Math.max(this.#forth, this.#net - this.#low);
    const { from, to } = SEARCH;
    if (known(approach) && approach <= -from && approach >= -to) this.#searchMs += step;
    this.#searchedMs = Math.max(this.#searchedMs, this.#searchMs);
  }

  #anew(): void {
    this.#high = this.#net;
    this.#searchMs = 0;
    this.#givenUp();
  }

  /** It may have been given up a moment before it is seen, as a phase lasts its time: the furthest point stays. */
  #givenUp(): void {
    this.#low = this.#net;
    this.#back = 0;
    this.#forth = 0;
    this.#searchedMs = this.#searchMs;
  }

  #always(before: Phase | null, { phase, caecum }: PhaseState, byWord: boolean): void {
    const ledger = this.#ledger;
    const change = () => `${before} to ${phase}`;
    ledger.check('one phase', phase === null ? before === null : PHASES.includes(phase), change);
    const goesOn = caecum === null && this.#forth >= SEARCH.backBy;
    ledger.check('legal change', isLegal(before, phase, byWord || goesOn), change);
    if (before === 'withdrawal' && phase === 'insertion' && !byWord) this.#givenUp();
    const searched = this.#back >= SEARCH.backBy && this.#searchedMs >= SEARCH.forMs - 1e-6;
    const drawnBack = this.#back >= TURNED_BACK.values.backBy || searched;
    if (phase === 'withdrawal' && caecum === null) ledger.meet('withdrawal without a caecum');
    ledger.check('withdrawal after caecum', phase !== 'withdrawal' || caecum !== null || drawnBack, change);
    ledger.check('treatment needs instrument', phase !== 'treatment' || this.#sawInstrument, change);
    if (this.#word !== 'taken-back') {
      const holds = (caecum !== null) === (this.#word === 'confirmed');
      ledger.check('doctor wins', holds, () => `${this.#word}, caecum ${JSON.stringify(caecum)}`);
    }
  }
}

function isLegal(before: Phase | null, after: Phase | null, mayGoOn: boolean): boolean {
  if (before === after || after === null) return before === after;
  if (before === null) return after === 'outside' || after === 'insertion' || after === 'withdrawal';
  if (before === 'withdrawal' && after === 'insertion') return mayGoOn;
  return NEXT_PHASES[before].includes(after);
}
