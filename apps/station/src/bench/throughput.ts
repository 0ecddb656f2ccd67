import { number, UNKNOWN } from '../evaluate/format.js';
import { textTable } from '../evaluate/table.js';
import { type AnalyzeRun, analyzeRun } from './analyze-run.js';
import { benchRecording, recordingText } from './recording.js';
import { type Bench, inTemporaryFolder, type Measured } from './work.js';

/** A whole recording through `haustra analyze`, without and with the annotated video. */
export function throughputBench(bench: Bench): Promise<Measured> {
  const { run, m } = bench;
  return inTemporaryFolder(async (folder) => {
    const progress = run.progress(m.throughput.label, 3);
    try {
      const wish = { folder, seconds: bench.seconds, given: bench.recording, signal: run.signal };
      const recording = await benchRecording(wish, m);
      progress.update(1);
      const plain = await analyzeRun(bench, recording.path, folder, false);
      progress.update(2);
      const overlay = await analyzeRun(bench, recording.path, folder, true);
      const rows = [row(m.throughput.plain, plain), row(m.throughput.overlay, overlay)];
      const { path: _, ...described } = recording;
      return {
        value: { recording: described, plain, overlay },
        text: [
          m.throughput.title,
          recordingText(recording, m),
          textTable({ header: m.throughput.header, rows }),
          m.throughput.note,
        ].join('\n'),
      };
    } finally {
      progress.stop();
    }
  });
}

function row(name: string, { performance, seconds, cpuSeconds }: AnalyzeRun): string[] {
  const { framesAnalysed, fps, latencyMs } = performance;
  return [
    name,
    `${framesAnalysed}`,
    fps.toFixed(1),
    seconds.toFixed(1),
    seconds === 0 ? UNKNOWN : (framesAnalysed / seconds).toFixed(1),
    number(cpuSeconds, 1),
    number(latencyMs?.p50, 1),
    number(latencyMs?.p95, 1),
    number(latencyMs?.p99, 1),
  ];
}
