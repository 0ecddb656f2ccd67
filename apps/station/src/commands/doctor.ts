import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../cli/command.js';
import { EXIT } from '../cli/exit.js';
import type { Check } from '../doctor/check.js';
import { dataFolder } from '../exams/data-folder.js';
import type { Messages } from '../messages/en.js';
import { PortSchema } from './options.js';

const OptionsSchema = z.object({
  port: PortSchema,
  data: z.string().optional(),
  model: z.string().optional(),
});

/** `haustra doctor`. */
export function registerDoctor(program: Command, cli: Cli): void {
  const { t } = cli;
  const words = t.doctor;
  addCommand(program, cli, {
    name: 'doctor',
    summary: words.summary,
    arguments: [],
    options: [
      ['--port <port>', words.options.port, '4173'],
      ['--data <dir>', words.options.data],
      ['--model <id>', t.options.model],
    ],
    examples: [
      ['haustra doctor', words.examples.plain],
      ['haustra doctor --json', words.examples.json],
    ],
    schema: OptionsSchema,
    run: async (run, _args, options) => {
      const { checkConsole, checkData, checkFont, checkNode, checkPort, checkTools } = await import(
        '../doctor/machine.js'
      );
      const { checkModel } = await import('../doctor/model.js');
      const [tools, model, data, port, font] = await Promise.all([
        checkTools(t),
        checkModel(options.model, dataFolder(options.data), t),
        checkData(dataFolder(options.data), t),
        checkPort(options.port, t),
        checkFont(t),
      ]);
      const checks = [checkNode(t), ...tools, ...model, data, ...checkConsole(t), port, font];
      const failed = checks.some(({ status }) => status === 'fail');
      run.answer({ ok: !failed, checks }, table(checks, failed, t));
      return failed ? EXIT.failed : EXIT.done;
    },
  });
}

function table(checks: readonly Check[], failed: boolean, { doctor: words }: Messages): string {
  const names = checks.map(({ name }) => words.names[name]);
  const width = Math.max(...names.map(columns));
  const lines = checks.flatMap(({ status, detail, mend }, i) => {
    const name = names[i] ?? '';
    const line = `${words.status[status].padEnd(4)}  ${name}${' '.repeat(width - columns(name))}  ${detail}`;
    return mend ? [line, `${' '.repeat(8 + width)}${words.mend}: ${mend}`] : [line];
  });
  return [...lines, failed ? words.someFail : words.allWell].join('\n');
}

/** Width on a terminal, where a Chinese character takes two columns. */
const columns = (text: string): number =>
  [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
