import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AnalysisFrame, ms } from '@haustra/domain';
import { createJournal, ExamSession, examIdOf } from '@haustra/exam';
import { openSource } from '@haustra/media';
import { type Analyser, loadModel, SceneWatch, signsOf, startAnalyser } from '@haustra/vision';
import { type MemoryReport, MemoryWatch } from './memory-watch.js';
import { childrenCalled, cpuSecondsOf } from './processes.js';

export interface LiveRun {
  /** What analysed: model, precision and provider. */
  readonly analysis: string;
  readonly seconds: number;
  readonly offered: number;
  readonly analysed: number;
  readonly dropped: number;
  /** Decoded frame → its result, milliseconds, one value an analysed frame. */
  readonly latencies: readonly number[];
  readonly memory: MemoryReport | null;
  /** Cores kept busy on average; null where it cannot be read. */
  readonly cores: {
    readonly station: number | null;
    readonly worker: number | null;
    readonly ffmpeg: number | null;
  };
}

export interface LiveWish {
  readonly recording: string;
  /** Folder for the journal. */
  readonly folder: string;
  readonly model: string | undefined;
  readonly signal: AbortSignal;
  /** Told the seconds of the recording that have been played. */
  readonly onProgress: (seconds: number) => void;
}

/**
 * Plays a recording at its own pace through the live road: source, newest frame to the analysis, examination, journal
 * on the disk.
 * @throws HaustraError of the source, the model or the journal
 */
export async function liveRun(wish: LiveWish): Promise<LiveRun> {
  const model = await loadModel(wish.model);
  const analyser = await startAnalyser(model);
  try {
    const { width, height } = model.manifest.input;
    const options = { width, height, realtime: true, signal: wish.signal };
    const source = await openSource(wish.recording, options);
    try {
      const { info } = analyser;
      const folder = join(wish.folder, 'journal');
      await mkdir(folder);
      const session = ExamSession.start({
        journal: await createJournal(folder),
        examId: examIdOf(source.info.fingerprint ?? source.info.name, info.sha256),
        source: { kind: 'live', name: source.info.name, fingerprint: null },
        model: { id: info.id, version: info.version, sha256: info.sha256, precision: info.precision },
        manifest: model.manifest,
        operatingPoint: model.manifest.defaultOperatingPoint,
        startedAt: new Date().toISOString(),
      });
      const analysis = `${info.id} ${info.precision} ${info.provider}`;
      const played = await play(source.frames(), analyser, session, wish);
      return { analysis, ...played };
    } finally {
      await source.close();
    }
  } finally {
    await analyser.close();
  }
}

async function play(
  frames: AsyncIterable<AnalysisFrame>,
  analyser: Analyser,
  session: ExamSession,
  { signal, onProgress }: LiveWish,
): Promise<Omit<LiveRun, 'analysis'>> {
  let offered = 0;
  let dropped = 0;
  let lastMs = ms(0);
  const latencies: number[] = [];
  const scenes = new SceneWatch();
  const pids = () => ({ worker: analyser.pid, ffmpeg: childrenCalled('ffmpeg')[0] ?? null });
  const answer = async (frame: AnalysisFrame): Promise<void> => {
    const decoded = performance.now();
    const answer = analyser.offer(frame);
    const scene = scenes.see(frame);
    const findings = await answer;
    if (findings === 'dropped') {
      dropped++;
      return;
    }
    session.onFrame(findings, signsOf(findings, scene));
    latencies.push(performance.now() - decoded);
  };
  const waiting = new Set<Promise<void>>();
  const begun = performance.now();
  const cpu = cpuWatch(pids);
  const watch = new MemoryWatch(pids);
  let failure: unknown = null;
  for await (const frame of frames) {
    signal.throwIfAborted();
    if (failure !== null) throw failure;
    offered++;
    lastMs = frame.timeMs;
    if (offered % 50 === 0) {
      onProgress(frame.timeMs / 1000);
      cpu.sample();
    }
    const answered: Promise<void> = answer(frame)
      .catch((thrown: unknown) => {
        failure ??= thrown;
      })
      .finally(() => waiting.delete(answered));
    waiting.add(answered);
  }
  await Promise.all(waiting);
  const seconds = (performance.now() - begun) / 1000;
  const memory = watch.stop();
  const analysed = latencies.length;
  await session.end({
    reason: 'source-lost',
    framesIn: offered,
    framesAnalysed: analysed,
    dropped,
    atMs: lastMs,
  });
  if (failure !== null) throw failure;
  return { seconds, offered, analysed, dropped, latencies, memory, cores: cpu.cores() };
}

/** Counts processor time between the first and the last sample of each process; helpers end before the count does. */
function cpuWatch(pids: () => { readonly worker: number | null; readonly ffmpeg: number | null }) {
  const first = new Map<string, { at: number; cpu: number }>();
  const last = new Map<string, { at: number; cpu: number }>();
  return {
    sample: () => {
      const { worker, ffmpeg } = pids();
      for (const [name, pid] of Object.entries({ station: 'self' as const, worker, ffmpeg })) {
        const cpu = pid === null ? null : cpuSecondsOf(pid);
        if (cpu === null) continue;
        const sample = { at: performance.now() / 1000, cpu };
        if (!first.has(name)) first.set(name, sample);
        last.set(name, sample);
      }
    },
    cores: (): LiveRun['cores'] => {
      const used = (name: string) => {
        const [from, to] = [first.get(name), last.get(name)];
        if (from === undefined || to === undefined || to.at <= from.at) return null;
        return (to.cpu - from.cpu) / (to.at - from.at);
      };
      return { station: used('station'), worker: used('worker'), ffmpeg: used('ffmpeg') };
    },
  };
}
