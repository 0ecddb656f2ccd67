import { describe, expect, it } from 'vitest';
import { memoryReport } from './memory-watch.js';

const sample = (at: number, station: number | null) => ({ at, station, worker: 50, ffmpeg: null });

describe('memoryReport', () => {
  it('counts growth from the first minute on, by the highest point', () => {
    const samples = [sample(1, 100), sample(60, 180), sample(300, 200), sample(600, 190)];
    expect(memoryReport(samples)).toEqual({
      settled: sample(60, 180),
      last: sample(600, 190),
      mostGrowth: { station: 20, worker: 0, ffmpeg: null },
    });
  });

  it('counts from a third of a run that is shorter than three minutes', () => {
    expect(memoryReport([sample(1, 10), sample(10, 12), sample(30, 15)])?.settled.at).toBe(10);
    expect(memoryReport([])).toBeNull();
    expect(memoryReport([sample(9, null)])?.mostGrowth.station).toBeNull();
  });
});
