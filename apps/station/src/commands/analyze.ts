import { basename } from 'node:path';
import { lesionsOff } from '@haustra/clinical';
import { type Exam, HaustraError, OPERATING_POINTS } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { OutFolder } from '../analyze/out-folder.js';
import { addCommand, type Cli } from '../cli/command.js';
import { EXIT } from '../cli/exit.js';
import { dataFolder } from '../exams/data-folder.js';
import { readSiteSettings } from '../exams/site-file.js';
import type { Messages } from '../messages/en.js';
import { PrecisionSchema, ProviderSchema } from './options.js';

const OptionsSchema = z.object({
  out: z.string({ error: 'required' }).min(1),
  realtime: z.boolean().default(false),
  overlay: z.boolean(),
  training: z.boolean().default(false),
  force: z.boolean().default(false),
  model: z.string().optional(),
  precision: PrecisionSchema.optional(),
  provider: ProviderSchema,
  settings: z.string().min(1).optional(),
  operatingPoint: z.enum(OPERATING_POINTS).optional(),
});

/** `haustra analyze`. */
export function registerAnalyze(program: Command, cli: Cli): void {
  const { t } = cli;
  const words = t.analyze;
  addCommand(program, cli, {
    name: 'analyze',
    summary: words.summary,
    arguments: [['<source>', words.source]],
    options: [
      ['--out <dir>', words.options.out],
      ['--realtime', words.options.realtime],
      ['--operating-point <point>', t.options.operatingPoint],
      ['--settings <file>', t.options.settings],
      ['--no-overlay', words.options.noOverlay],
      ['--training', words.options.training],
      ['--force', words.options.force],
      ['--model <id>', t.options.model],
      ['--precision <precision>', t.options.precision],
      ['--provider <provider>', t.options.provider, 'cpu'],
    ],
    examples: [
      ['haustra analyze colonoscopy.mp4 --out exam1', words.examples.file],
      ['haustra analyze frames/ --out exam2 --no-overlay', words.examples.frames],
      ['haustra analyze rtsp://192.0.2.7/live --out exam3', words.examples.stream],
    ],
    schema: OptionsSchema,
    run: async (run, [source = ''], options) => {
      const { analyze } = await import('../analyze/analyze.js');
      const { out, force, ...rest } = options;
      const settings = await readSiteSettings(dataFolder(undefined), options.settings);
      const target = await OutFolder.open(out, source, force, t);
      try {
        const { exam, reason, lost } = await analyze({ ...rest, settings, source, folder: target.path }, run);
        if (exam.source.kind === 'recording') run.signal.throwIfAborted();
        await target.commit();
        if (exam.source.kind === 'stream') {
          run.note(words.streamOverlay);
          if (reason === 'doctor') run.note(words.streamEnded);
        }
        run.answer(exam, summaryOf(exam, out, t));
        if (lost !== null) throw lost;
        return EXIT.done;
      } catch (thrown) {
        throw run.signal.aborted && !isLoss(thrown) ? cancelled(source, t) : thrown;
      } finally {
        await target.discard();
      }
    },
  });
}

/** An error that says more than that we were stopped. */
const isLoss = (thrown: unknown): boolean =>
  thrown instanceof HaustraError && (thrown.code === 'unwritable' || thrown.code === 'journal-broken');

const cancelled = (source: string, { analyze: words }: Messages) =>
  new HaustraError({
    code: 'cancelled',
    message: words.cancelled,
    where: basename(source),
    hint: words.cancelledHint,
  });

function summaryOf(exam: Exam, out: string, { analyze: words }: Messages): string {
  const { framesAnalysed, dropped, fps } = exam.performance;
  return [
    words.done(out),
    words.frames(framesAnalysed, dropped, fps.toFixed(1)),
    words.lesions(exam.lesions.length),
    ...placesLine(exam, words),
    ...(lesionsOff(null, exam.organ) === 'gastroscopy' ? [words.gastroscopy] : []),
    ...exam.lesions.map(({ id, call, firstMs, lastMs }) =>
      words.lesionLine(id, words.calls[call], clockText(firstMs), clockText(lastMs)),
    ),
  ].join('\n');
}

/** Pictures of places that nobody asked for: proposals, until somebody looks at them. */
function placesLine({ photos }: Exam, words: Messages['analyze']): string[] {
  const proposed = photos?.taken?.filter(({ confirmed }) => !confirmed).length ?? 0;
  return proposed === 0 ? [] : [words.places(proposed)];
}

/** `1:02.4`: minutes and seconds. */
function clockText(timeMs: number): string {
  const tenths = Math.floor(timeMs / 100);
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return `${Math.floor(tenths / 600)}:${seconds}`;
}
