import { basename, dirname, resolve } from 'node:path';
import { HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../../cli/command.js';
import { EXIT } from '../../cli/exit.js';
import type { Run } from '../../cli/run.js';
import { dataFolder } from '../../exams/data-folder.js';
import { gateText } from '../../models/gate-text.js';
import { type ModelsMessages, modelsMessages } from '../../models/messages/index.js';
import { decidingOptions, decidingSchema, openRegistry, usage } from './shared.js';

/** `haustra models gate`. */
export function registerGate(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'gate',
    summary: m.gate.summary,
    arguments: [['<candidate>', m.gate.candidate]],
    options: [
      ['--labelled <dir>', m.gate.labelled],
      ['--learnt <file>', m.gate.learnt],
      ['--out <dir>', m.gate.out],
      ['--accept-equal', m.gate.acceptEqual],
      ...decidingOptions(m),
    ],
    examples: [
      ['haustra models gate candidate/ --labelled data', m.gate.examples.plain],
      ['haustra models gate candidate/ --labelled data --accept-equal', m.gate.examples.equal],
    ],
    schema: decidingSchema(m).extend({
      labelled: z.string({ error: m.gate.needLabelled }).min(1, m.gate.needLabelled),
      learnt: z.string().min(1).optional(),
      out: z.string().min(1).optional(),
      acceptEqual: z.boolean().default(false),
    }),
    run: async (run, [candidate = ''], { data, learnt = null, ...options }) => {
      const { runGate } = await import('../../models/run-gate.js');
      const registry = await openRegistry(data);
      const work = { data: dataFolder(data), registry, candidate, learnt, out: undefined, ...options };
      const { report, file, taken } = await runGate(work, run);
      const next = taken ? m.gate.next(report.candidate) : m.gate.addNext(candidate);
      const lines = [gateText(report, m), m.gate.written(file), ...(report.passed ? [next] : [])];
      run.answer(report, lines.join('\n'));
      return report.passed ? EXIT.done : EXIT.failed;
    },
  });
}

/** `haustra models freeze`. */
export function registerFreeze(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'freeze',
    summary: m.freeze.summary,
    arguments: [['<index>', m.freeze.index]],
    options: [['--out <file>', m.freeze.out], ...decidingOptions(m)],
    examples: [
      ['haustra models freeze data/index.csv --by "Dr Li"', m.freeze.examples.site],
      ['haustra models freeze data/index.csv --out models/frozen-set.json', m.freeze.examples.ship],
    ],
    schema: decidingSchema(m).extend({ out: z.string().min(1).optional() }),
    run: async (run, [index = ''], { data, by, out }) => {
      const progress = run.progress(m.freeze.fingerprints, null);
      const onDone = (done: number) => progress.update(done);
      try {
        return out === undefined
          ? await freezeHere(run, index, { data, by }, onDone, m)
          : await freezeFor(run, index, out, onDone, m);
      } finally {
        progress.stop();
      }
    },
  });
}

/** The site's own: what its gates judge on from now on. */
async function freezeHere(
  run: Run,
  index: string,
  { data, by }: { readonly data: string | undefined; readonly by: string },
  onDone: (done: number) => void,
  m: ModelsMessages,
) {
  if (basename(index) !== 'index.csv') throw usage(m.freeze.notIndex, m.freeze.notIndexHint);
  const { freezeSite } = await import('../../learn/frozen/site-set.js');
  const { changesText } = await import('@haustra/learning');
  const registry = await openRegistry(data);
  const work = { data: dataFolder(data), registry, signal: run.signal, onDone };
  const { set, changes } = await freezeSite(dirname(resolve(index)), work, by);
  if (changes !== null) {
    const [message, hint] = [m.freeze.publicChanged(changesText(changes)), m.freeze.publicChangedHint];
    throw new HaustraError({ code: 'refused', message, hint });
  }
  const pictures = set.pictures.length;
  if (pictures === 0) {
    throw new HaustraError({ code: 'no-picture', message: m.freeze.empty, hint: m.freeze.emptyHint });
  }
  const own = set.pictures.filter((picture) => picture.own).length;
  run.answer({ pictures, own, sha256: set.sha256 }, m.freeze.done(pictures, own));
  return EXIT.done;
}

/** Fingerprints to be shipped. */
async function freezeFor(
  run: Run,
  index: string,
  out: string,
  onDone: (done: number) => void,
  m: ModelsMessages,
) {
  const { freezeIndex } = await import('../../learn/frozen/freeze-index.js');
  const { pictures, sha256 } = await freezeIndex(index, out, run.signal, onDone);
  run.answer({ pictures: pictures.length, sha256 }, m.freeze.shipped(pictures.length, out));
  return EXIT.done;
}
