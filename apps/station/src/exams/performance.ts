import type { Exam, JournalEntry } from '@haustra/domain';

type Performance = Exam['performance'];

/** Latencies kept for percentiles: the newest of a long examination, bounded in memory. */
const KEPT = 1 << 16;

/** Counts frames and latencies while an examination runs, and tells its `performance`. */
export class PerformanceMeter {
  framesIn = 0;
  framesAnalysed = 0;
  dropped = 0;
  #latencies = new Float64Array(1024);
  #seen = 0;

  /** One latency in milliseconds, from the decoded or received frame to its result. */
  latency(ms: number): void {
    if (this.#seen === this.#latencies.length && this.#seen < KEPT) {
      const grown = new Float64Array(this.#latencies.length * 2);
      grown.set(this.#latencies);
      this.#latencies = grown;
    }
    this.#latencies[this.#seen % this.#latencies.length] = ms;
    this.#seen += 1;
  }

  /**
   * @param wallMs wall clock of the run, milliseconds
   * @param mediaMs length of a recording, milliseconds; null when live
   */
  read(wallMs: number, mediaMs: number | null): Performance {
    const seconds = wallMs / 1000;
    return {
      framesIn: this.framesIn,
      framesAnalysed: this.framesAnalysed,
      dropped: this.dropped,
      fps: seconds > 0 ? round(this.framesAnalysed / seconds) : 0,
      latencyMs: this.#percentiles(),
      realtimeFactor: mediaMs !== null && wallMs > 0 ? round(mediaMs / wallMs) : null,
    };
  }

  #percentiles(): Performance['latencyMs'] {
    const sorted = this.#latencies.slice(0, Math.min(this.#seen, this.#latencies.length)).sort();
    const at = (share: number) =>
      round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return sorted.length === 0 ? null : { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
  }
}

/** What the journal alone tells of the performance: counts and rate; latencies are not written to it. */
export function performanceFromJournal(entries: readonly JournalEntry[]): Performance {
  const last = entries.at(-1);
  const ended = last?.event.type === 'ended' ? last.event : null;
  const summed = entries.reduce(
    (sum, { event }) => sum + (event.type === 'frames-analysed' ? event.frames : 0),
    0,
  );
  const framesAnalysed = ended?.framesAnalysed ?? summed;
  const seconds = (last?.atMs ?? 0) / 1000;
  return {
    framesIn: ended?.framesIn ?? summed,
    framesAnalysed,
    dropped: ended?.dropped ?? 0,
    fps: seconds > 0 ? round(framesAnalysed / seconds) : 0,
    latencyMs: null,
    realtimeFactor: null,
  };
}

const round = (value: number): number => Number(value.toFixed(2));
