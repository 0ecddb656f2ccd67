import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import {
  asHaustraError,
  type FrameFindings,
  HaustraError,
  type PictureEmbedding,
  type Precision,
  type Prediction,
  type Provider,
} from '@haustra/domain';
import { writeMaskPng } from '@haustra/media';
import {
  type Analyser,
  loadModel,
  modelName,
  type ReleasedModel,
  startAnalyser,
  toPictureEmbedding,
  toPrediction,
} from '@haustra/vision';
import type { Run } from '../cli/run.js';
import { chosenModel } from '../models/chosen.js';
import { withLineFile } from './line-file.js';
import { type Picture, pictures } from './pictures.js';
import { unanswered } from './unanswered.js';

export interface PredictOptions {
  readonly source: string;
  readonly out: string;
  readonly masks?: string | undefined;
  /** File for the descriptors of the pictures, where asked for. */
  readonly embeddings?: string | undefined;
  readonly model?: string | undefined;
  readonly precision?: Precision | undefined;
  readonly provider: Provider | 'auto';
}

export interface Predicted {
  readonly pictures: number;
  readonly failed: number;
}

/** Pictures with the worker at once: one at work, one waiting. */
const IN_FLIGHT = 2;

/** What is said of one picture; no descriptor where it could not be analysed or the model has none. */
interface Answer {
  readonly line: Prediction;
  readonly embedding: PictureEmbedding | null;
}

/**
 * Writes one line a picture, in the order of the source, and masks and descriptors where asked for. A picture that
 * cannot be analysed gets a line that says why, and no descriptor; the others go on. Each file appears whole or not at all.
 * @throws HaustraError `no-picture` for an empty source, `unsupported` where descriptors are asked of a model that has
 * none, `cancelled`, and as the source and the model.
 */
export async function predict(options: PredictOptions, run: Run): Promise<Predicted> {
  const model = await loadModel(await chosenModel(options.model));
  if (options.embeddings !== undefined) mustDescribe(model, run);
  const { precision, provider } = options;
  const analyser = await startAnalyser(model, { provider, ...(precision ? { precision } : {}) });
  const progress = run.progress(run.t.predict.predicting, null);
  try {
    let counts: Predicted = { pictures: 0, failed: 0 };
    await withLineFile(options.out, (write) =>
      withLineFile(options.embeddings, async (writeEmbedding) => {
        for await (const { line, embedding } of answers(options, model, analyser, run)) {
          await write(line);
          if (embedding !== null) await writeEmbedding(embedding);
          const failed = counts.failed + (line.error === undefined ? 0 : 1);
          counts = { pictures: counts.pictures + 1, failed };
          progress.update(counts.pictures);
        }
        run.signal.throwIfAborted();
        if (counts.pictures === 0) throw empty(run);
      }),
    );
    return counts;
  } finally {
    progress.stop();
    await analyser.close();
  }
}

async function* answers(
  { source, masks }: PredictOptions,
  model: ReleasedModel,
  analyser: Analyser,
  run: Run,
): AsyncGenerator<Answer> {
  const { manifest } = model;
  const name = modelName(manifest.id, analyser.info.sha256);
  const analysed = async (picture: Picture): Promise<Answer> => {
    const { id, image, loaded } = picture;
    try {
      if ('problem' in loaded) throw loaded.problem;
      const findings = await analyser.analyse(loaded.frame);
      if (masks !== undefined) await writeMask(masks, id, findings, loaded, run);
      return {
        line: toPrediction(findings, manifest, id, image, name),
        embedding: findings.search && toPictureEmbedding(findings.search, id, name),
      };
    } catch (thrown) {
      const problem = asHaustraError(thrown, {
        code: 'analysis-failed',
        message: 'the picture cannot be analysed',
      });
      return { line: unanswered(id, image, name, problem), embedding: null };
    }
  };
  const flights: Promise<Answer>[] = [];
  const { width, height } = manifest.input;
  for await (const picture of pictures(source, { width, height }, run.signal, run.t)) {
    run.signal.throwIfAborted();
    flights.push(analysed(picture));
    const first = flights.length >= IN_FLIGHT ? flights.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const flight of flights) yield await flight;
}

async function writeMask(
  folder: string,
  id: string,
  { mask, field }: FrameFindings,
  { width, height }: { width: number; height: number },
  { t: { predict: words } }: Run,
): Promise<void> {
  const name = normalize(`${id}.png`);
  if (isAbsolute(name) || name.startsWith('..')) {
    throw new HaustraError({ code: 'usage', message: words.badId, where: id, hint: words.badIdHint });
  }
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeMaskPng(path, mask, field, width, height);
}

const empty = ({ t: { predict: words } }: Run) =>
  new HaustraError({ code: 'no-picture', message: words.empty, hint: words.emptyHint });

/** @throws HaustraError `unsupported` where the model has no descriptor of the whole picture. */
function mustDescribe({ manifest }: ReleasedModel, { t: { predict: words } }: Run): void {
  if (manifest.tasks.search !== undefined) return;
  throw new HaustraError({
    code: 'unsupported',
    message: words.noEmbeddings,
    where: `${manifest.id} ${manifest.version}`,
    hint: words.noEmbeddingsHint,
  });
}
