import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HaustraError } from '@haustra/domain';
import { loadModel } from '@haustra/vision';
import { z } from 'zod';
import { textTable } from '../evaluate/table.js';
import { analyzeRun } from './analyze-run.js';
import type { BenchMessages } from './messages/index.js';
import { benchRecording, recordingText } from './recording.js';
import { REPOSITORY } from './repository.js';
import { type Bench, inTemporaryFolder, type Measured } from './work.js';

const execute = promisify(execFile);
const SCRIPTS = join(REPOSITORY, 'bench/python');

const BaselineSchema = z.object({
  frames: z.number(),
  seconds: z.number(),
  fps: z.number(),
  threads: z.string(),
  trials: z.record(z.string(), z.number()),
  opencv: z.string(),
  onnxruntime: z.string(),
});
type Baseline = z.infer<typeof BaselineSchema>;

/** The nano-sized network is slow: so many frames are enough to know its rate. */
const NANO_FRAMES = 400;

/** One turn: frames a second of each pipeline, measured right after one another. */
interface Turn {
  readonly ours: number;
  readonly same: Baseline;
  readonly nano: Baseline;
}

/**
 * Ours against an ordinary Python pipeline on the same recording and with the same model file, turn by turn, so that
 * both meet the same moods of the machine; and against a nano-sized detector at 640 pixels.
 * @throws HaustraError where no suitable Python is found, or one of them fails
 */
export async function pythonBench(bench: Bench): Promise<Measured> {
  const { run, m } = bench;
  const python = await findPython(m);
  const model = await loadModel(bench.model);
  const file = model.file(model.manifest.default);
  return inTemporaryFolder(async (folder) => {
    const progress = run.progress(m.python.label, bench.rounds * 3);
    try {
      const wish = { folder, seconds: bench.seconds, given: bench.recording, signal: run.signal };
      const recording = await benchRecording(wish, m);
      const nano = join(folder, 'nano640.onnx');
      await script(bench, python, 'make_nano.py', [nano]);
      const turns: Turn[] = [];
      for (let round = 0; round < bench.rounds; round++) {
        const before = turns[0];
        const ours = (await analyzeRun(bench, recording.path, folder, false)).performance.fps;
        progress.update(3 * round + 1);
        const theirs = { recording: recording.path, python };
        const same = await baseline(bench, { ...theirs, kind: 'haustra', model: file, before: before?.same });
        progress.update(3 * round + 2);
        turns.push({
          ours,
          same,
          nano: await baseline(bench, { ...theirs, kind: 'nano', model: nano, before: before?.nano }),
        });
        progress.update(3 * round + 3);
      }
      const { path: _, ...described } = recording;
      return {
        value: { recording: described, turns },
        text: [m.python.title, recordingText(recording, m), ...tableOf(turns, m), m.python.note].join('\n'),
      };
    } finally {
      progress.stop();
    }
  });
}

interface Wish {
  readonly python: string;
  readonly recording: string;
  readonly kind: 'haustra' | 'nano';
  readonly model: string;
  /** The first turn, whose best thread setting the later ones keep. */
  readonly before: Baseline | undefined;
}

async function baseline(bench: Bench, wish: Wish): Promise<Baseline> {
  const frames = wish.kind === 'nano' ? ['--frames', `${NANO_FRAMES}`] : [];
  const output = await script(bench, wish.python, 'baseline.py', [
    ...['--recording', wish.recording, '--model', wish.model, '--kind', wish.kind],
    ...['--threads', wish.before?.threads ?? 'try'],
    ...frames,
  ]);
  return BaselineSchema.parse(JSON.parse(output));
}

async function script({ run, m }: Bench, python: string, name: string, args: readonly string[]) {
  try {
    const { stdout } = await execute(python, [join(SCRIPTS, name), ...args], { signal: run.signal });
    return stdout;
  } catch (cause) {
    run.signal.throwIfAborted();
    throw new HaustraError({
      code: 'analysis-failed',
      message: m.python.failed,
      where: name,
      hint: m.python.failedHint,
      cause,
    });
  }
}

/** A Python that has what the pipeline needs: `HAUSTRA_PYTHON`, else that of the training environment. */
async function findPython(m: BenchMessages): Promise<string> {
  const training = join(REPOSITORY, 'training/.venv/bin/python');
  const python = process.env.HAUSTRA_PYTHON ?? (existsSync(training) ? training : null);
  const works =
    python !== null &&
    (await execute(python, ['-c', 'import cv2, numpy, onnx, onnxruntime']).then(
      () => true,
      () => false,
    ));
  if (python !== null && works) return python;
  throw new HaustraError({ code: 'missing-tool', message: m.python.missing, hint: m.python.missingHint });
}

function tableOf(turns: readonly Turn[], m: BenchMessages): string[] {
  const row = (name: string, rates: readonly number[], threads: string, ours?: readonly number[]) => [
    name,
    mean(rates).toFixed(1),
    spread(rates, 1),
    threads,
    ours === undefined ? '' : ratio(ours, rates),
  ];
  const ours = turns.map((turn) => turn.ours);
  const first = turns[0];
  if (first === undefined) return [];
  const same = turns.map((turn) => turn.same.fps);
  const nano = turns.map((turn) => turn.nano.fps);
  const rows = [
    row(m.python.ours, ours, '1'),
    row(m.python.same, same, first.same.threads, ours),
    row(m.python.nano, nano, first.nano.threads, ours),
  ];
  return [
    textTable({ header: m.python.header, rows }),
    m.python.versions(first.same.opencv, first.same.onnxruntime),
  ];
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const spread = (values: readonly number[], digits: number) =>
  `${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)}`;

/** How many times as fast, turn by turn, with its spread. */
function ratio(ours: readonly number[], theirs: readonly number[]): string {
  const ratios = ours.map((rate, turn) => rate / (theirs[turn] ?? Number.NaN));
  return `${mean(ratios).toFixed(2)} (${spread(ratios, 2)})`;
}
