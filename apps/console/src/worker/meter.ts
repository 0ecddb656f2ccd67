import type { Rect } from '@haustra/domain';
import { toBox } from '@haustra/domain';
import type { PairingCounts } from './pairing.js';
import type { Counters } from './protocol.js';
import { Rate, Samples } from './statistics.js';

/** Counts everything that happens to frames. */
export class Meter {
  missed = 0;
  sent = 0;
  results = 0;
  droppedByStation = 0;
  wrongFrame = 0;
  #captured = 0;
  #painted = 0;
  #paintedFrameId: number | null = null;
  readonly #in = new Rate();
  readonly #analysed = new Rate();
  readonly #shown = new Rate();
  readonly #latency = new Samples(2000);
  readonly #inference = new Samples(500);

  captured(now: number, missed: number): void {
    this.#captured++;
    this.missed += missed;
    this.#in.hit(now);
  }

  result(now: number, inferenceMs: number): void {
    this.results++;
    this.#analysed.hit(now);
    this.#inference.add(inferenceMs);
  }

  painted(now: number, frameId: number): void {
    this.#painted++;
    this.#paintedFrameId = frameId;
    this.#shown.hit(now);
  }

  cleared(): void {
    this.#paintedFrameId = null;
  }

  latency(ms: number): void {
    this.#latency.add(ms);
  }

  read(now: number, counts: PairingCounts, field: Rect): Counters {
    return {
      missed: this.missed,
      captured: this.#captured,
      sent: this.sent,
      results: this.results,
      painted: this.#painted,
      dropped: counts.replaced + this.droppedByStation,
      late: counts.late,
      superseded: counts.superseded,
      unsteady: counts.unsteady,
      expired: counts.expired,
      wrongFrame: this.wrongFrame,
      fpsIn: this.#in.perSecond(now),
      fpsAnalysed: this.#analysed.perSecond(now),
      fpsPainted: this.#shown.perSecond(now),
      latencyMs: {
        n: this.#latency.count,
        p50: this.#latency.quantile(0.5) ?? 0,
        p95: this.#latency.quantile(0.95) ?? 0,
        p99: this.#latency.quantile(0.99) ?? 0,
      },
      inferenceMs: { p50: this.#inference.quantile(0.5) ?? 0, p99: this.#inference.quantile(0.99) ?? 0 },
      paintedFrameId: this.#paintedFrameId,
      field: toBox(field),
    };
  }
}
