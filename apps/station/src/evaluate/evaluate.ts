import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { DISCLAIMER, HaustraError, type Precision, type Provider } from '@haustra/domain';
import { writeFileAtomic } from '@haustra/store';
import { loadModel, startAnalyser } from '@haustra/vision';
import { EXIT, type ExitCode } from '../cli/exit.js';
import type { Run } from '../cli/run.js';
import { chosenModel } from '../models/chosen.js';
import type { Case } from './case.js';
import { type Comparison, compareRuns, type EvaluatedRun } from './compare/compare.js';
import { readEarlier } from './compare/read-earlier.js';
import { readIndex } from './files/read-index.js';
import type { Frame } from './frame/redraw.js';
import { measure, type SetMetrics } from './measure.js';
import { type EvaluateMessages, evaluateMessages } from './messages/index.js';
import type { MetricsFile } from './metrics-file.js';
import { worstMistakes } from './mistakes.js';
import { fingerprintOf } from './pictures.js';
import { predictRows } from './predict-rows.js';
import { readCases } from './read-cases.js';
import { reportHtml } from './report/report.js';
import { thumbnails } from './report/thumbnails.js';
import { setsOf } from './sets.js';
import { summary } from './summary.js';

export interface EvaluateOptions {
  readonly predictions: string | null;
  readonly masks: string | null;
  readonly out: string;
  readonly model: string | undefined;
  readonly precision: Precision | undefined;
  readonly provider: Provider | 'auto';
  readonly splits: readonly string[] | null;
  readonly sources: readonly string[] | null;
  readonly rounds: number;
  readonly seed: number;
  /** What the model sees at the borders of the pictures; without meaning where predictions are given. */
  readonly frame: Frame;
  /** Output folder of an earlier run on the same pictures, or null. */
  readonly against: string | null;
}

/**
 * Measures a model, or predictions made before, on the pictures of an index: tables to stdout; `metrics.json`,
 * `report.html` and, where the model ran here, `predictions.jsonl` into the output folder, each written whole. Against an
 * earlier run also `comparison.json`.
 * @throws HaustraError for what cannot be read or run; `cancelled` after Ctrl-C, with nothing written
 */
export async function evaluate(run: Run, index: string, options: EvaluateOptions): Promise<ExitCode> {
  const m = evaluateMessages(run.lang);
  try {
    return await evaluateIndex(run, m, index, options);
  } catch (thrown) {
    if (!run.signal.aborted) throw thrown;
    throw new HaustraError({ code: 'cancelled', message: m.cancelled, hint: m.cancelledHint, cause: thrown });
  }
}

async function evaluateIndex(run: Run, m: EvaluateMessages, index: string, options: EvaluateOptions) {
  const folder = dirname(index);
  const rows = await readIndex(index, options);
  const { predictions, masks, against } = options;
  // Before the model runs, so that a wrong folder is said at once.
  const earlier = against === null ? null : await earlierRun(run, m, against, rows, options);
  const cases =
    predictions === null
      ? await runModel(run, m, { rows, folder }, options)
      : await readCases({ rows, folder, predictions, masks, signal: run.signal });
  const metrics: MetricsFile = {
    model: modelOf(cases, m),
    index: basename(index),
    splits: options.splits === null ? null : [...options.splits],
    sources: options.sources === null ? null : [...options.sources],
    picturesSha256: fingerprintOf(rows),
    frame: predictions === null ? options.frame : null,
    bootstrap: { rounds: options.rounds, seed: options.seed, level: 0.95 },
    sets: await measureAll(run, m, cases, options),
    disclaimer: DISCLAIMER,
  };
  const comparison = earlier === null ? null : compareRuns({ metrics, cases }, earlier, options);
  const mistakes = worstMistakes(cases);
  const pictures = await thumbnails(mistakes, folder);
  const report = await reportHtml({ metrics, comparison, mistakes, pictures, lang: run.lang, m });
  run.signal.throwIfAborted();
  await mkdir(options.out, { recursive: true });
  if (predictions === null) {
    const lines = cases.map((item) => `${JSON.stringify(item.prediction)}\n`);
    await writeFileAtomic(join(options.out, 'predictions.jsonl'), lines.join(''));
  }
  await writeFileAtomic(join(options.out, 'metrics.json'), `${JSON.stringify(metrics, null, 2)}\n`);
  await writeFileAtomic(join(options.out, 'report.html'), report);
  await writeComparison(options.out, comparison);
  run.answer(metrics, summary(metrics, comparison, options.out, m));
  return EXIT.done;
}

async function earlierRun(
  run: Run,
  m: EvaluateMessages,
  folder: string,
  rows: readonly Case['row'][],
  options: EvaluateOptions,
): Promise<EvaluatedRun> {
  if (resolve(folder) === resolve(options.out)) {
    throw new HaustraError({
      code: 'usage',
      message: m.against.same,
      where: folder,
      hint: m.against.sameHint,
    });
  }
  return readEarlier({ folder, rows, signal: run.signal, m });
}

/** Writes the comparison; where there is none, takes away that of a run before, which is not of these numbers. */
async function writeComparison(out: string, comparison: Comparison | null): Promise<void> {
  const file = join(out, 'comparison.json');
  if (comparison === null) await rm(file, { force: true });
  else await writeFileAtomic(file, `${JSON.stringify(comparison, null, 2)}\n`);
}

async function runModel(
  run: Run,
  m: EvaluateMessages,
  where: { readonly rows: readonly Case['row'][]; readonly folder: string },
  options: EvaluateOptions,
): Promise<Case[]> {
  const model = await loadModel(await chosenModel(options.model));
  const precision = options.precision === undefined ? {} : { precision: options.precision };
  const analyser = await startAnalyser(model, { provider: options.provider, ...precision });
  const progress = run.progress(m.predicting, where.rows.length);
  const onDone = (done: number) => progress.update(done);
  try {
    const { frame } = options;
    return await predictRows({ ...where, model, analyser, frame, signal: run.signal, onDone });
  } finally {
    progress.stop();
    await analyser.close();
  }
}

async function measureAll(
  run: Run,
  m: EvaluateMessages,
  cases: readonly Case[],
  options: EvaluateOptions,
): Promise<SetMetrics[]> {
  const sets = setsOf(cases);
  const progress = run.progress(m.measuring, sets.length);
  const measured: SetMetrics[] = [];
  try {
    for (const set of sets) {
      // Lets Ctrl-C through between two sets.
      await setImmediate();
      run.signal.throwIfAborted();
      measured.push(measure(set, options));
      progress.update(measured.length);
    }
    return measured;
  } finally {
    progress.stop();
  }
}

function modelOf(cases: readonly Case[], m: EvaluateMessages): string {
  const models = new Set(cases.map((item) => item.prediction.model));
  const [model, second] = models;
  if (model !== undefined && second === undefined) return model;
  throw new HaustraError({ code: 'usage', message: m.manyModels, hint: m.manyModelsHint });
}
