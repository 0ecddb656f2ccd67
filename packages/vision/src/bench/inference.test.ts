import { expect, it } from 'vitest';
import { loadModel } from '../model/catalogue.js';
import { TINY } from '../testing/tiny.js';
import { benchInference } from './inference.js';
import { percentiles } from './percentiles.js';

it('measures both precisions in one run', async () => {
  const bench = await benchInference(await loadModel(TINY), { seconds: 0.5 });
  expect(bench.precisions.map((p) => p.precision)).toEqual(['int8', 'fp32']);
  for (const { frames, inferenceMs, overheadMs } of bench.precisions) {
    expect(frames).toBeGreaterThanOrEqual(20);
    expect(inferenceMs.p50).toBeGreaterThan(0);
    expect(inferenceMs.p99).toBeGreaterThanOrEqual(inferenceMs.p50);
    expect(overheadMs.p50).toBeGreaterThan(0);
  }
});

it('can be cancelled', async () => {
  await expect(benchInference(await loadModel(TINY), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
});

it('percentiles are by the nearest rank', () => {
  expect(percentiles(Array.from({ length: 100 }, (_, i) => 100 - i))).toEqual({ p50: 50, p95: 95, p99: 99 });
  expect(percentiles([])).toEqual({ p50: 0, p95: 0, p99: 0 });
});
