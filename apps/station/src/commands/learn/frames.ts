import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { DROP_REASONS, HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../../cli/command.js';
import { EXIT } from '../../cli/exit.js';
import { learnMessages } from '../../learn/messages/index.js';
import { DataSchema, dataOption, numbers, openLab, roundOf } from './shared.js';

/** `haustra learn frames`. */
export function registerFrames(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  const { whole } = numbers(words);
  addCommand(group, cli, {
    name: 'frames',
    summary: words.frames.summary,
    arguments: [['[round]', words.arguments.round]],
    options: [
      ['--kept', words.options.kept],
      ['--dropped', words.options.dropped],
      ['--why <reason>', words.options.why],
      ['--limit <n>', words.options.limit, '40'],
      dataOption(words),
    ],
    examples: [
      ['haustra learn frames', words.frames.examples.plain],
      ['haustra learn frames --why duplicate', words.frames.examples.why],
    ],
    schema: DataSchema.extend({
      kept: z.boolean().default(false),
      dropped: z.boolean().default(false),
      why: z.enum(DROP_REASONS, { error: words.bad.why }).optional(),
      limit: whole,
    }).refine(({ kept, dropped }) => !(kept && dropped), { path: ['kept'], error: words.bad.both }),
    run: async (run, [id = ''], { data, kept, dropped, why, limit }) => {
      const { framePage } = await import('../../learn/frames/read.js');
      const { clock } = await import('../../learn/gather/contact-sheet.js');
      const { textTable } = await import('../../evaluate/table.js');
      const lab = await openLab(data);
      const round = await roundOf(lab, id, run);
      const folder = lab.learning.round(round.id);
      const wanted = kept ? true : dropped ? false : undefined;
      const page = await framePage(folder, { kept: wanted, why, offset: 0, limit });
      const two = (value: number | null) => (value === null ? '' : value.toFixed(2));
      const { table } = words;
      const rows = page.frames.map((frame) => [
        String(frame.n),
        frame.source,
        frame.atMs === null ? '' : clock(frame.atMs),
        frame.why === null ? words.kept : words.why[frame.why],
        two(frame.best),
        two(frame.doubt),
      ]);
      const header = [table.n, table.source, table.at, table.why, table.best, table.doubt];
      const lines = [textTable({ header, rows }), words.frames.total(page.frames.length, page.total)];
      if (existsSync(folder.sheet)) lines.push(words.frames.sheet(folder.sheet));
      run.answer({ round: round.id, ...page }, lines.join('\n'));
      return EXIT.done;
    },
  });
}

/** `haustra learn ask`. */
export function registerAsk(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  const { whole } = numbers(words);
  addCommand(group, cli, {
    name: 'ask',
    summary: words.ask.summary,
    arguments: [['[round]', words.arguments.round]],
    options: [
      ['--count <n>', words.options.count, '50'],
      ['--out <dir>', words.options.out],
      dataOption(words),
    ],
    examples: [['haustra learn ask --count 50 --out to-label', words.ask.example]],
    schema: DataSchema.extend({ count: whole, out: z.string({ error: words.bad.required }).min(1) }),
    run: async (run, [id = ''], { data, count, out }) => {
      const { exportQuestions } = await import('../../learn/ask/export.js');
      const lab = await openLab(data);
      const round = await roundOf(lab, id, run);
      const pictures = await exportQuestions(
        lab.learning.round(round.id),
        lab.book,
        count,
        resolve(out),
        words,
      );
      run.answer({ round: round.id, pictures, out }, words.ask.done(pictures, out));
      return EXIT.done;
    },
  });
}

/** `haustra learn correct`. */
export function registerCorrect(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  addCommand(group, cli, {
    name: 'correct',
    summary: words.correct.summary,
    arguments: [['<index>', words.arguments.index]],
    options: [['--by <name>', words.options.by], dataOption(words)],
    examples: [['haustra learn correct to-label/index.csv --by "Dr Li"', words.correct.example]],
    schema: DataSchema.extend({ by: z.string({ error: words.correct.needBy }).trim().min(1).max(80) }),
    run: async (run, [index = ''], { data, by }) => {
      const { readLabels } = await import('../../learn/corrections/import.js');
      const lab = await openLab(data);
      const { corrections, silent } = await readLabels(index, by, words);
      await lab.correct(corrections);
      run.answer({ corrections: corrections.length, silent }, words.correct.done(corrections.length, silent));
      return EXIT.done;
    },
  });
}

/** `haustra learn gather`. */
export function registerGather(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  const { positive, whole } = numbers(words);
  addCommand(group, cli, {
    name: 'gather',
    summary: words.gather.summary,
    arguments: [['<source...>', words.arguments.sources]],
    options: [
      ['--out <dir>', words.options.gatherOut],
      ['--frames <n>', words.options.frames, '1000'],
      ['--per-second <n>', words.options.perSecond, '1'],
      ['--model <id>', words.options.model],
      dataOption(words),
    ],
    examples: [['haustra learn gather /recordings --out kept', words.gather.example]],
    schema: DataSchema.extend({
      out: z.string({ error: words.bad.required }).min(1),
      frames: whole,
      perSecond: positive,
      model: z.string().min(1).optional(),
    }),
    run: async (run, sources, { data, out, frames, perSecond, model }) => {
      const { gatherAlone } = await import('../../learn/gather/alone.js');
      const { LiveLine } = await import('../../learn/show/live-line.js');
      const { stationParts } = await import('../../learn/station-parts.js');
      const { loadModel } = await import('@haustra/vision');
      const lab = await openLab(data);
      const parts = stationParts(lab.learning.data);
      const folder =
        model === undefined ? (await lab.registry.current()).folder : (await loadModel(model)).folder;
      const line = new LiveLine(words, run.json);
      try {
        const counts = await gatherAlone({
          sources,
          out,
          data: lab.learning.data,
          model: folder,
          frames,
          perSecond,
          frozen: await parts.frozen(null),
          signal: run.signal,
          lang: run.lang,
          onProgress: (progress) => line.showProgress(words.gather.gathering, progress),
        });
        line.clear();
        const sheet = `${out}/contact.html`;
        run.answer({ ...counts, out }, words.gather.done(counts.kept, counts.looked, sheet));
        return EXIT.done;
      } catch (thrown) {
        if (!run.signal.aborted) throw thrown;
        const { cancelled: message, cancelledHint: hint } = words.gather;
        throw new HaustraError({ code: 'cancelled', message, where: basename(out), hint });
      } finally {
        line.clear();
      }
    },
  });
}
