import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../../cli/command.js';
import { EXIT } from '../../cli/exit.js';
import { dataFolder } from '../../exams/data-folder.js';
import { modelsMessages } from '../../models/messages/index.js';
import { decidingOptions, decidingSchema, openRegistry } from './shared.js';

/** `haustra models add`. */
export function registerAdd(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'add',
    summary: m.add.summary,
    arguments: [['<folder>', m.add.folder]],
    options: decidingOptions(m),
    examples: [['haustra models add candidate/', m.add.example]],
    schema: decidingSchema(m),
    run: async (run, [folder = ''], { data, by }) => {
      const path = resolve(folder);
      const registry = await openRegistry(data);
      const name = await registry.add(path, { from: path, round: null, by });
      run.answer({ name, folder: registry.folder(name) }, m.add.done(name));
      return EXIT.done;
    },
  });
}

/** `haustra models promote`. */
export function registerPromote(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'promote',
    summary: m.promote.summary,
    arguments: [['<name>', m.model]],
    options: [['--force', m.promote.force], ...decidingOptions(m)],
    examples: [
      ['haustra models promote haustra-colon-lite0@0.6.0+0123456789ab', m.promote.examples.plain],
      [
        'haustra models promote haustra-colon-lite0@0.6.0+0123456789ab --force --by "Dr Li"',
        m.promote.examples.forced,
      ],
    ],
    schema: decidingSchema(m).extend({ force: z.boolean().default(false) }),
    run: async (run, [name = ''], { data, by, force }) => {
      const entry = await (await openRegistry(data)).promote(name, { by, forced: force });
      const { Lab } = await import('../../learn/lab.js');
      const { decided } = await import('../../learn/rounds/decided.js');
      // A round that waited for this decision is over.
      await decided(new Lab(dataFolder(data)), name, 'promoted', by);
      const forced = entry.event.type === 'promoted' && entry.event.forced;
      const lines = [m.promote.done(name), ...(forced ? [m.promote.forced] : []), m.promote.back];
      run.answer(entry, lines.join('\n'));
      return EXIT.done;
    },
  });
}

/** `haustra models rollback`. */
export function registerRollback(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'rollback',
    summary: m.rollback.summary,
    arguments: [],
    options: decidingOptions(m),
    examples: [['haustra models rollback', m.rollback.example]],
    schema: decidingSchema(m),
    run: async (run, _args, { data, by }) => {
      const entry = await (await openRegistry(data)).rollBack({ by });
      const { event } = entry;
      const [model, before] = event.type === 'rolled-back' ? [event.model, event.before] : [null, ''];
      run.answer(entry, m.rollback.done(model ?? m.rollback.shipped, before));
      return EXIT.done;
    },
  });
}
