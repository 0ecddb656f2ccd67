import { resolve } from 'node:path';
import { HaustraError, type Round, RoundSettingsSchema } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../../cli/command.js';
import type { ExitCode } from '../../cli/exit.js';
import { EXIT } from '../../cli/exit.js';
import type { Run } from '../../cli/run.js';
import { makeDataFolder } from '../../exams/data-folder.js';
import type { Lab } from '../../learn/lab.js';
import { learnMessages } from '../../learn/messages/index.js';
import {
  commandLine,
  DataSchema,
  dataOption,
  describeRound,
  exitOf,
  numbers,
  openLab,
  openRoundOf,
} from './shared.js';

/** `haustra learn start`. */
export function registerStart(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  const { positive, whole, notNegative } = numbers(words);
  addCommand(group, cli, {
    name: 'start',
    summary: words.start.summary,
    arguments: [['<source...>', words.arguments.sources]],
    options: [
      ['--frames <n>', words.options.frames, '1000'],
      ['--per-second <n>', words.options.perSecond, '1'],
      ['--labelled <dir>', words.options.labelled],
      ['--no-labelled', words.options.unlabelled],
      ['--minutes <n>', words.options.minutes, '20'],
      ['--pretrain <n>', words.options.pretrain, '0'],
      ['--shadow <n>', words.options.shadow, '0'],
      ['--auto-promote', words.options.autoPromote],
      ['--seed <n>', words.options.seed, '0'],
      dataOption(words),
      ['--detach', words.options.detach],
    ],
    examples: [
      ['haustra learn start /recordings --frames 5000 --minutes 480', words.start.examples.folder],
      ['haustra learn start archive --detach', words.start.examples.archive],
      ['haustra learn start archive --shadow 3 --auto-promote', words.start.examples.shadow],
    ],
    schema: DataSchema.extend({
      frames: whole,
      perSecond: positive,
      labelled: z.union([z.string().min(1), z.literal(false), z.literal(true)]).optional(),
      minutes: positive,
      pretrain: notNegative,
      shadow: notNegative,
      autoPromote: z.boolean().default(false),
      seed: notNegative,
      detach: z.boolean().default(false),
    }),
    run: async (run, sources, options) => {
      const { ARCHIVE, defaultSettings } = await import('../../learn/settings.js');
      const { mustHavePython } = await import('../../learn/python/find.js');
      const { itemsOf } = await import('../../learn/gather/items.js');
      const lab = await openLab(options.data);
      await makeDataFolder(lab.learning.data);
      const defaults = defaultSettings(lab.learning.data);
      const settings = RoundSettingsSchema.parse({
        sources: sources.map((source) => (source === ARCHIVE ? ARCHIVE : resolve(source))),
        frames: options.frames,
        perSecond: options.perSecond,
        labelled: await labelledOf(options.labelled, defaults.labelled, run),
        minutes: options.minutes,
        pretrain: options.pretrain,
        seed: options.seed,
        shadowExams: options.shadow,
        autoPromote: options.autoPromote,
      });
      // What is wrong with the command is said here, not in the log of a process in the background.
      mustHavePython();
      await itemsOf(settings.sources, lab.learning.data);
      const round = await lab.desk.start(settings, commandLine());
      if (settings.labelled === null && !run.json) run.note(words.start.noLabelled);
      return attend(lab, round, run, options.detach);
    },
  });
}

/** `haustra learn resume`. */
export function registerResume(group: Command, cli: Cli): void {
  const words = learnMessages(cli.lang);
  addCommand(group, cli, {
    name: 'resume',
    summary: words.resume.summary,
    arguments: [['[round]', words.arguments.round]],
    options: [dataOption(words), ['--detach', words.options.detach]],
    examples: [
      ['haustra learn resume', words.resume.examples.plain],
      ['haustra learn resume --detach', words.resume.examples.detach],
    ],
    schema: DataSchema.extend({ detach: z.boolean().default(false) }),
    run: async (run, [id = ''], options) => {
      const lab = await openLab(options.data);
      const round = await lab.desk.resume((await openRoundOf(lab, id, run)).id, commandLine());
      return attend(lab, round, run, options.detach);
    },
  });
}

async function labelledOf(
  asked: string | boolean | undefined,
  usual: string | null,
  { lang }: Run,
): Promise<string | null> {
  if (asked === false) return null;
  if (asked === undefined || asked === true) return usual;
  const { existsSync } = await import('node:fs');
  const folder = resolve(asked);
  if (existsSync(`${folder}/index.csv`)) return folder;
  const { labelledMissing, labelledMissingHint } = learnMessages(lang).start;
  throw new HaustraError({
    code: 'not-found',
    message: labelledMissing,
    where: asked,
    hint: labelledMissingHint,
  });
}

/** Follows the round to its end, or leaves it to itself. Ctrl-C pauses it. */
export async function attend(lab: Lab, round: Round, run: Run, detach: boolean): Promise<ExitCode> {
  const words = learnMessages(run.lang);
  if (detach) {
    run.answer(round, `${words.start.started(round.id)} ${words.start.detached(round.id)}`);
    return EXIT.done;
  }
  run.say(words.start.started(round.id));
  const { follow } = await import('../../learn/rounds/follow.js');
  const { LiveLine } = await import('../../learn/show/live-line.js');
  const line = new LiveLine(words, run.json);
  let left = await follow(lab.desk, round.id, (now) => line.show(now), run.signal);
  line.clear();
  if (run.signal.aborted && left.state === 'running') {
    if (!run.json) run.note(words.start.pausing);
    await lab.desk.pause(round.id, commandLine());
    left = await follow(lab.desk, round.id, () => undefined, new AbortController().signal);
    run.answer(left, words.start.paused(round.id));
    return EXIT.done;
  }
  run.answer(left, await describeRound(lab, left, run));
  return exitOf(left);
}
