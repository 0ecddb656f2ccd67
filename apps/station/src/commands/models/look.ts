import { HaustraError, type ModelManifest } from '@haustra/domain';
import type { Ledger, RegisteredModel } from '@haustra/learning';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../../cli/command.js';
import { EXIT } from '../../cli/exit.js';
import { columnsOf, textTable } from '../../evaluate/table.js';
import { auditLine } from '../../models/audit-text.js';
import { type ModelsMessages, modelsMessages } from '../../models/messages/index.js';
import { DataSchema, dataOption, moment, openRegistry } from './shared.js';

/** `haustra models list`. */
export function registerList(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'list',
    summary: m.list.summary,
    arguments: [],
    options: [dataOption(m)],
    examples: [['haustra models list', m.list.example]],
    schema: DataSchema,
    run: async (run, _args, { data }) => {
      const models = await (await openRegistry(data)).list();
      const alone = models.length === 1 ? `\n\n${m.list.none}` : '';
      run.answer({ models }, `${listText(models, m)}${alone}`);
      return EXIT.done;
    },
  });
}

function listText(models: readonly RegisteredModel[], m: ModelsMessages): string {
  const c = m.list.columns;
  return textTable({
    header: [c.name, c.made, c.gate, c.added, c.state],
    rows: models.map(({ name, created, gate, addedAt, current, shipped, problem }) => [
      `${current ? '●' : ' '} ${name}`,
      created?.slice(0, 10) ?? '–',
      gate === null ? '–' : m.list.gate[gate],
      addedAt === null ? '–' : moment(addedAt),
      [
        current ? m.list.inUse : '',
        shipped ? m.list.shipped : '',
        problem === null ? '' : m.list.broken(problem),
      ]
        .filter((word) => word !== '')
        .join(', '),
    ]),
  });
}

/** `haustra models show`. */
export function registerShow(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'show',
    summary: m.show.summary,
    arguments: [['<name>', m.show.name]],
    options: [dataOption(m)],
    examples: [
      ['haustra models show current', m.show.examples.current],
      ['haustra models show haustra-colon-lite0@0.6.0+0123456789ab', m.show.examples.named],
    ],
    schema: DataSchema,
    run: async (run, [wanted = ''], { data }) => {
      const { loadModel } = await import('@haustra/vision');
      const registry = await openRegistry(data);
      const models = await registry.list();
      const model = models.find(({ name, current, shipped }) =>
        wanted === 'current' ? current : wanted === 'shipped' ? shipped : name === wanted,
      );
      // Says what is wrong with the name, or with the model.
      const { manifest } = model === undefined ? await registry.open(wanted) : await loadModel(model.folder);
      const ledger = await registry.ledger();
      run.answer(
        { ...model, manifest, history: ledger.models.get(model?.name ?? '') ?? null },
        model === undefined ? '' : showText(model, manifest, ledger, m),
      );
      return EXIT.done;
    },
  });
}

function showText(
  model: RegisteredModel,
  manifest: ModelManifest,
  { models }: Ledger,
  m: ModelsMessages,
): string {
  const words = m.show.lines;
  const known = models.get(model.name);
  const gate = known?.gate ?? null;
  const points = Object.entries(manifest.operatingPoints).map(([name, { show }]) => `${name} ${show}`);
  const facts: (readonly [string, string])[] = [
    [words.folder, model.folder],
    [words.version, manifest.version],
    [words.made, manifest.created],
    [words.from, known?.from ?? '–'],
    [words.added, model.addedAt === null ? '–' : moment(model.addedAt)],
    [
      words.gate,
      gate === null
        ? m.show.ungated
        : m.show.gate(m.list.gate[gate.passed ? 'passed' : 'refused'], gate.current, moment(gate.at)),
    ],
    [
      words.promoted,
      model.promoted === null
        ? m.show.never
        : m.show.promoted(model.promoted.by, moment(model.promoted.at), model.promoted.forced),
    ],
    [words.thresholds, points.join(', ')],
    [words.licence, manifest.licence],
    [words.notFor, manifest.notFor],
  ];
  const width = Math.max(...facts.map(([name]) => columnsOf(name)));
  const lines = facts.map(([name, fact]) => `  ${name}${' '.repeat(width - columnsOf(name))}  ${fact}`);
  const state = [model.current ? m.list.inUse : '', model.shipped ? m.list.shipped : ''].filter(
    (word) => word !== '',
  );
  const title = state.length === 0 ? model.name : `${model.name} (${state.join(', ')})`;
  return [title, ...lines, ...(gate?.reasons ?? []).map((reason) => `    ${reason}`)].join('\n');
}

/** `haustra models audit`. */
export function registerAudit(group: Command, cli: Cli): void {
  const m = modelsMessages(cli.lang);
  addCommand(group, cli, {
    name: 'audit',
    summary: m.audit.summary,
    arguments: [],
    options: [['--verify', m.audit.verify], dataOption(m)],
    examples: [
      ['haustra models audit', m.audit.examples.plain],
      ['haustra models audit --verify', m.audit.examples.verify],
    ],
    schema: DataSchema.extend({ verify: z.boolean().default(false) }),
    run: async (run, _args, { data, verify }) => {
      const { audit } = await openRegistry(data);
      if (!verify) {
        const entries = await audit.read();
        const lines = entries.map((entry) => auditLine(entry, m));
        run.answer({ entries }, lines.length === 0 ? m.audit.empty : lines.join('\n'));
        return EXIT.done;
      }
      const found = await audit.verify();
      const { broken, entries } = found;
      if (broken === null) {
        run.answer(found, m.audit.intact(entries));
        return EXIT.done;
      }
      if (run.json) run.answer(found, '');
      const [message, hint] = [m.audit.broken(broken.line, broken.problem), m.audit.brokenHint];
      throw new HaustraError({ code: 'journal-broken', message, hint });
    },
  });
}
