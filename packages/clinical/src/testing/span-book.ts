/** Writes a story down as spans and gives its clocks by the definition over spans, for tests and for the fuzzer. */
import type { CaecumWord, Phase } from '@haustra/domain';
import { type Caecum, caecumHeld, caecumPhase, caecumSaid, caecumSeen, caecumUnknown } from '../caecum.js';
import { type Clocks, clocks, type PhaseSpan } from '../clocks.js';
import type { Span } from '../spans.js';

export class SpanBook {
  readonly #startMs: number;
  readonly #phases: { readonly phase: Phase; readonly fromMs: number }[] = [];
  readonly #pauses = new Stretches();
  readonly #blind = new Stretches();
  #caecum: Caecum<number> = caecumUnknown();

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  phase(phase: Phase, atMs: number): void {
    this.#phases.push({ phase, fromMs: atMs });
    this.#caecum = caecumPhase(this.#caecum, phase, atMs);
  }

  pause(paused: boolean, atMs: number): void {
    this.#pauses.turn(paused, atMs);
  }

  stop(stopped: boolean, atMs: number): void {
    this.#blind.turn(stopped, atMs);
  }

  seen(atMs: number): void {
    this.#caecum = caecumSeen(this.#caecum, atMs);
  }

  said(word: CaecumWord, atMs: number): void {
    this.#caecum = caecumSaid(this.#caecum, word, atMs);
  }

  clocks(nowMs: number): Clocks {
    return clocks({
      phases: this.#spans(nowMs),
      caecumMs: caecumHeld(this.#caecum),
      turnedMs: this.#caecum.turned,
      pauses: this.#pauses.until(nowMs),
      blind: this.#blind.until(nowMs),
    });
  }

  /** None empty, no neighbours of the same phase; the first has held since the start. */
  #spans(nowMs: number): PhaseSpan[] {
    const spans: PhaseSpan[] = [];
    this.#phases.forEach(({ phase, fromMs }, i) => {
      const endMs = this.#phases[i + 1]?.fromMs ?? nowMs;
      const last = spans.at(-1);
      if (endMs <= fromMs) return;
      if (last?.phase === phase) spans[spans.length - 1] = { ...last, endMs };
      else spans.push({ phase, startMs: last ? fromMs : this.#startMs, endMs });
    });
    return spans;
  }
}

class Stretches {
  readonly #done: Span[] = [];
  #fromMs: number | null = null;

  turn(on: boolean, atMs: number): void {
    if (on) this.#fromMs ??= atMs;
    else if (this.#fromMs !== null) {
      this.#done.push({ startMs: this.#fromMs, endMs: atMs });
      this.#fromMs = null;
    }
  }

  until(nowMs: number): Span[] {
    return this.#fromMs === null ? this.#done : [...this.#done, { startMs: this.#fromMs, endMs: nowMs }];
  }
}
