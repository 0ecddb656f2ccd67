import { type CaecumWord, type Ms, PHASES, type Phase } from '@haustra/domain';
import { type Evidence, known, stepMs } from '../evidence.js';
import { NEXT_PHASES, type PhaseState } from '../phase-machine.js';
import type { Ledger } from './checks.js';

const FLICKER_MS = 500;

/** Watches the phase machine from outside: knows only what went in and what came out. */
export class PhaseChecks {
  readonly #ledger: Ledger;
  #word: CaecumWord = 'taken-back';
  #sawInstrument = false;
  /** The phase before this one, and for how much evidence this one has lasted. */
  #last: { readonly phase: Phase; lastingMs: number } | null = null;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  picture(before: Phase | null, after: PhaseState, evidence: Evidence, timeMs: Ms | null): void {
    this.#sawInstrument ||= known(evidence.instrument);
    if (this.#last) this.#last.lastingMs += stepMs(timeMs, evidence.timeMs);
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
    this.#always(before, after, true);
  }

  #always(before: Phase | null, { phase, caecum }: PhaseState, byWord: boolean): void {
    const ledger = this.#ledger;
    const change = () => `${before} to ${phase}`;
    ledger.check('one phase', phase === null ? before === null : PHASES.includes(phase), change);
    ledger.check('legal change', isLegal(before, phase, byWord), change);
    ledger.check('withdrawal after caecum', phase !== 'withdrawal' || caecum !== null, change);
    ledger.check('treatment needs instrument', phase !== 'treatment' || this.#sawInstrument, change);
    if (this.#word !== 'taken-back') {
      const holds = (caecum !== null) === (this.#word === 'confirmed');
      ledger.check('doctor wins', holds, () => `${this.#word}, caecum ${JSON.stringify(caecum)}`);
    }
  }
}

function isLegal(before: Phase | null, after: Phase | null, byWord: boolean): boolean {
  if (before === after || after === null) return before === after;
  if (before === null) return after === 'outside' || after === 'insertion' || after === 'withdrawal';
  if (before === 'withdrawal' && after === 'insertion') return byWord;
  return NEXT_PHASES[before].includes(after);
}
