import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../cli/command.js';
import { EXIT } from '../cli/exit.js';
import type { Messages } from '../messages/en.js';
import { PrecisionSchema, ProviderSchema } from './options.js';

const OptionsSchema = z.object({
  out: z.string({ error: 'required' }).min(1),
  masks: z.string().min(1).optional(),
  embeddings: z.string().min(1).optional(),
  model: z.string().optional(),
  precision: PrecisionSchema.optional(),
  provider: ProviderSchema,
});

/** `haustra predict`. */
export function registerPredict(program: Command, cli: Cli): void {
  const { t } = cli;
  const words = t.predict;
  addCommand(program, cli, {
    name: 'predict',
    summary: words.summary,
    arguments: [['<source>', words.source]],
    options: [
      ['--out <file>', words.options.out],
      ['--masks <dir>', words.options.masks],
      ['--embeddings <file>', words.options.embeddings],
      ['--model <id>', t.options.model],
      ['--precision <precision>', t.options.precision],
      ['--provider <provider>', t.options.provider, 'cpu'],
    ],
    examples: [
      ['haustra predict pictures/ --out predictions.jsonl', words.examples.folder],
      ['haustra predict pictures/ --out predictions.jsonl --masks masks', words.examples.masks],
      [
        'haustra predict pictures/ --out predictions.jsonl --embeddings embeddings.jsonl',
        words.examples.embeddings,
      ],
      ['haustra predict index.csv --out predictions.jsonl', words.examples.index],
    ],
    schema: OptionsSchema,
    run: async (run, [source = ''], options) => {
      const { predict } = await import('../predict/predict.js');
      await mustBeFile(options.out, t);
      if (options.embeddings !== undefined) {
        await mustBeFile(options.embeddings, t);
        if (resolve(options.embeddings) === resolve(options.out)) throw sameFile(options.out, t);
      }
      const counts = await predict({ ...options, source }, run).catch((thrown: unknown) => {
        throw run.signal.aborted ? cancelled(source, t) : thrown;
      });
      run.answer({ ...counts, out: basename(options.out) }, words.done(counts.pictures, options.out));
      if (counts.failed === 0) return EXIT.done;
      throw new HaustraError({
        code: 'analysis-failed',
        message: words.failed(counts.failed, counts.pictures),
        hint: words.failedHint,
      });
    },
  });
}

async function mustBeFile(out: string, { predict: words }: Messages): Promise<void> {
  if ((await stat(out).catch(() => null))?.isDirectory() !== true) return;
  const [message, hint] = [words.outIsFolder, words.outIsFolderHint];
  throw new HaustraError({ code: 'usage', message, where: basename(out), hint });
}

const sameFile = (out: string, { predict: words }: Messages) =>
  new HaustraError({
    code: 'usage',
    message: words.sameFile,
    where: basename(out),
    hint: words.sameFileHint,
  });

const cancelled = (source: string, { predict: words }: Messages) =>
  new HaustraError({
    code: 'cancelled',
    message: words.cancelled,
    where: basename(source),
    hint: words.cancelledHint,
  });
