import { describe, expect, it } from 'vitest';
import { PerformanceMeter, performanceFromJournal } from './performance.js';

describe('PerformanceMeter', () => {
  it('gives counts, rate and percentiles', () => {
    const meter = new PerformanceMeter();
    meter.framesIn = 100;
    meter.framesAnalysed = 98;
    meter.dropped = 2;
    for (let i = 100; i >= 1; i--) meter.latency(i);
    expect(meter.read(2_000, 4_000)).toEqual({
      framesIn: 100,
      framesAnalysed: 98,
      dropped: 2,
      fps: 49,
      latencyMs: { p50: 51, p95: 96, p99: 100 },
      realtimeFactor: 2,
    });
  });

  it('says null, not zero, for what was not measured', () => {
    expect(new PerformanceMeter().read(0, null)).toMatchObject({
      fps: 0,
      latencyMs: null,
      realtimeFactor: null,
    });
  });

  it('keeps the newest of very many latencies', () => {
    const meter = new PerformanceMeter();
    for (let i = 0; i < 70_000; i++) meter.latency(1_000);
    for (let i = 0; i < 70_000; i++) meter.latency(5);
    expect(meter.read(1, null).latencyMs).toEqual({ p50: 5, p95: 5, p99: 5 });
  });

  it('is empty for an empty journal', () => {
    expect(performanceFromJournal([])).toMatchObject({ framesIn: 0, fps: 0, latencyMs: null });
  });
});
