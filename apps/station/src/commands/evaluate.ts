import { HaustraError, PROVIDERS } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../cli/command.js';
import type { EvaluateOptions } from '../evaluate/evaluate.js';
import { FRAMES } from '../evaluate/frame/redraw.js';
import { type EvaluateMessages, evaluateMessages } from '../evaluate/messages/index.js';

const words = z
  .string()
  .transform((text) => text.split(',').map((word) => word.trim()))
  .pipe(z.array(z.string().min(1)).min(1));

const optionsSchema = (m: EvaluateMessages) =>
  z.object({
    out: z.string(m.bad.out).min(1, m.bad.out),
    predictions: z.string().min(1).optional(),
    masks: z.string().min(1).optional(),
    model: z.string().min(1).optional(),
    precision: z.enum(['int8', 'fp32'], m.bad.precision).optional(),
    provider: z.enum([...PROVIDERS, 'auto'], m.bad.provider).optional(),
    frame: z.enum(FRAMES, m.bad.frame).optional(),
    against: z.string().min(1).optional(),
    split: words.optional(),
    source: words.optional(),
    rounds: z.coerce.number(m.bad.rounds).int(m.bad.rounds).min(100, m.bad.rounds).max(100_000, m.bad.rounds),
    seed: z.coerce.number(m.bad.seed).int(m.bad.seed).min(0, m.bad.seed),
  });
type Given = z.infer<ReturnType<typeof optionsSchema>>;

/** `haustra evaluate`. */
export function registerEvaluate(program: Command, cli: Cli): void {
  const m = evaluateMessages(cli.lang);
  const { t } = cli;
  addCommand(program, cli, {
    name: 'evaluate',
    summary: m.summary,
    arguments: [['<index>', m.index]],
    options: [
      ['--out <dir>', m.options.out],
      ['--predictions <file>', m.options.predictions],
      ['--masks <dir>', m.options.masks],
      ['--model <id>', t.options.model],
      ['--precision <precision>', t.options.precision],
      ['--provider <provider>', t.options.provider],
      ['--split <splits>', m.options.split],
      ['--source <sources>', m.options.source],
      ['--frame <frame>', m.options.frame],
      ['--against <dir>', m.options.against],
      ['--rounds <n>', m.options.rounds, '1000'],
      ['--seed <n>', m.options.seed, '1'],
    ],
    examples: [
      ['haustra evaluate data/index.csv --out eval', m.examples.run],
      ['haustra evaluate data/index.csv --predictions predictions.jsonl --out eval', m.examples.predictions],
      [
        'haustra evaluate data/index.csv --split test --source hyperkvasir --precision fp32 --out eval',
        m.examples.test,
      ],
      ['haustra evaluate data/index.csv --precision fp32 --out eval-fp32 --against eval', m.examples.against],
    ],
    schema: optionsSchema(m),
    run: async (run, [index = ''], given) => {
      const { evaluate } = await import('../evaluate/evaluate.js');
      return evaluate(run, index, checked(given, m));
    },
  });
}

function checked(given: Given, m: EvaluateMessages): EvaluateOptions {
  if (given.masks !== undefined && given.predictions === undefined) {
    throw new HaustraError({ code: 'usage', message: m.masksAlone, hint: m.masksAloneHint });
  }
  const model = given.model ?? given.precision ?? given.provider ?? given.frame;
  if (given.predictions !== undefined && model !== undefined) {
    throw new HaustraError({ code: 'usage', message: m.modelUnused, hint: m.modelUnusedHint });
  }
  return {
    predictions: given.predictions ?? null,
    masks: given.masks ?? null,
    out: given.out,
    model: given.model,
    precision: given.precision,
    // The CPU gives the same numbers on every machine; others must be asked for.
    provider: given.provider ?? 'cpu',
    splits: given.split ?? null,
    sources: given.source ?? null,
    rounds: given.rounds,
    seed: given.seed,
    frame: given.frame ?? 'original',
    against: given.against ?? null,
  };
}
