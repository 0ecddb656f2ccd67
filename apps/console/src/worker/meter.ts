import type { Rect } from '@haustra/domain';
import { toBox } from '@haustra/domain';
import type { PairingCounts } from './pairing.js';
import type { Counters, MiddleAndTail } from './protocol.js';
import { Rate, Samples } from './statistics.js';

const middleAndTail = (samples: Samples): MiddleAndTail => ({
  p50: samples.quantile(0.5) ?? 0,
  p99: samples.quantile(0.99) ?? 0,
});

/** Counts everything that happens to frames. */
export class Meter {
  missed = 0;
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
  readonly #toSend = new Samples(500);
  readonly #station = new Samples(500);
  readonly #toPaint = new Samples(500);
  #sent = 0;

  captured(now: number, missed: number): void {
    this.#captured++;
    this.missed += missed;
    this.#in.hit(now);
  }

  /** A frame went to the station, `ms` after its capture. */
  sent(ms: number): void {
    this.#sent++;
    this.#toSend.add(ms);
  }

  result(now: number, times: { readonly inferenceMs: number; readonly stationMs: number }): void {
    this.results++;
    this.#analysed.hit(now);
    this.#inference.add(times.inferenceMs);
    this.#station.add(times.stationMs);
  }

  painted(now: number, frameId: number): void {
    this.#painted++;
    this.#paintedFrameId = frameId;
    this.#shown.hit(now);
  }

  cleared(): void {
    this.#paintedFrameId = null;
  }

  /** A frame is on its way to the screen: milliseconds since its capture, and since its result came. */
  committed(sinceCapture: number, sinceResult: number): void {
    this.#latency.add(sinceCapture);
    this.#toPaint.add(sinceResult);
  }

  read(now: number, counts: PairingCounts, field: Rect): Counters {
    return {
      missed: this.missed,
      captured: this.#captured,
      sent: this.#sent,
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
      inferenceMs: middleAndTail(this.#inference),
      stagesMs: {
        toSend: middleAndTail(this.#toSend),
        station: middleAndTail(this.#station),
        toPaint: middleAndTail(this.#toPaint),
      },
      paintedFrameId: this.#paintedFrameId,
      field: toBox(field),
    };
  }
}
