import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HaustraError } from '@haustra/domain';
import type { Command } from 'commander';
import { z } from 'zod';
import { addCommand, type Cli } from '../cli/command.js';
import { EXIT } from '../cli/exit.js';
import type { Messages } from '../messages/en.js';

/** `haustra verify`. */
export function registerVerify(program: Command, cli: Cli): void {
  const words = cli.t.verify;
  addCommand(program, cli, {
    name: 'verify',
    summary: words.summary,
    arguments: [['<exam>', words.exam]],
    options: [],
    examples: [
      ['haustra verify out', words.examples.folder],
      ['haustra verify out/journal.jsonl --json', words.examples.json],
    ],
    schema: z.object({}),
    run: async (run, [exam = '']) => {
      const { JOURNAL_FILE, verifyJournal } = await import('@haustra/exam');
      const file = await journalFile(exam, JOURNAL_FILE, run.t);
      const found = await verifyJournal(file);
      const text = `${words.ok(found.entries)} ${words.signature[found.signature]}`;
      if (found.ok) {
        run.answer(found, text);
        return EXIT.done;
      }
      if (run.json) run.answer(found, '');
      const broken = found.firstBroken !== undefined || found.signature !== 'invalid';
      throw new HaustraError({
        code: 'journal-broken',
        message: broken
          ? words.broken(found.firstBroken ?? null, found.problem ?? '')
          : words.signature.invalid.replace(/[.。]$/, ''),
        where: basename(exam) || exam,
        hint: broken ? words.brokenHint : words.signatureHint,
      });
    },
  });
}

async function journalFile(exam: string, name: string, { verify: words }: Messages): Promise<string> {
  const isFolder = existsSync(exam) && (await stat(exam)).isDirectory();
  const file = isFolder ? join(exam, name) : exam;
  if (existsSync(file)) return file;
  throw new HaustraError({
    code: 'not-found',
    message: words.notFound,
    where: exam,
    hint: words.notFoundHint,
  });
}
