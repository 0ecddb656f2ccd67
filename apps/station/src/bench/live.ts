import { percentiles } from '@haustra/vision';
import { number, UNKNOWN } from '../evaluate/format.js';
import { textTable } from '../evaluate/table.js';
import { type LiveRun, liveRun } from './live-run.js';
import type { MemoryReport, MemorySample } from './memory-watch.js';
import type { BenchMessages } from './messages/index.js';
import { benchRecording, recordingText } from './recording.js';
import { type Bench, inTemporaryFolder, type Measured } from './work.js';

/** The live road for minutes on end, at the pace of the recording: what is analysed, how late, and what it costs. */
export function liveBench(bench: Bench): Promise<Measured> {
  const { run, m, minutes, model } = bench;
  return inTemporaryFolder(async (folder) => {
    const making = run.progress(m.making, null);
    const wish = { folder, seconds: minutes * 60, given: bench.recording, signal: run.signal };
    const recording = await benchRecording(wish, m).finally(() => making.stop());
    const playing = run.progress(m.live.label, Math.round(recording.seconds ?? minutes * 60));
    const result = await liveRun({
      recording: recording.path,
      folder,
      model,
      signal: run.signal,
      onProgress: (seconds) => playing.update(Math.round(seconds)),
    }).finally(() => playing.stop());
    const { latencies, ...counts } = result;
    const latencyMs = { ...percentiles(latencies), max: greatest(latencies) };
    const { path: _, ...described } = recording;
    return {
      value: { recording: described, ...counts, fps: result.analysed / result.seconds, latencyMs },
      text: [
        m.live.title((result.seconds / 60).toFixed(1)),
        recordingText(recording, m),
        textTable({ header: m.live.header, rows: rows(result, latencyMs, m) }),
        result.memory?.last.station === null ? m.live.notHere : '',
      ]
        .filter((line) => line !== '')
        .join('\n'),
    };
  });
}

interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

const greatest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, value), 0);

function rows(result: LiveRun, latency: Latency, m: BenchMessages): string[][] {
  const { rows: names, ms, mib } = m.live;
  const { offered, analysed, dropped, seconds, memory, cores } = result;
  const of3 = (parts: Omit<MemorySample, 'at'>, digits: number) =>
    [parts.station, parts.worker, parts.ffmpeg].map((value) => number(value, digits)).join(' / ');
  const late = [latency.p50, latency.p95, latency.p99, latency.max].map((value) => value.toFixed(1));
  return [
    [names.analysis, result.analysis],
    [names.offered, `${offered}`],
    [names.analysed, (analysed / seconds).toFixed(2)],
    [names.dropped, offered === 0 ? UNKNOWN : `${dropped} (${((100 * dropped) / offered).toFixed(2)} %)`],
    [names.latency, `${late.join(' / ')} ${ms}`],
    [names.cores, of3(cores, 2)],
    ...memoryRows(memory, m).map(([name, parts]) => [name, `${of3(parts, 0)} ${mib}`]),
  ];
}

function memoryRows(
  memory: MemoryReport | null,
  m: BenchMessages,
): readonly (readonly [string, Omit<MemorySample, 'at'>])[] {
  if (memory === null) return [];
  const when = `${memory.settled.at.toFixed(0)} s`;
  return [
    [m.live.rows.minute(when), memory.settled],
    [m.live.rows.end, memory.last],
    [m.live.rows.growth(when), memory.mostGrowth],
  ];
}
