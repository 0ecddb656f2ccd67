import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { HaustraError } from '@haustra/domain';
import { listPictures } from '@haustra/media';
import { parse } from 'csv-parse';
import { z } from 'zod';
import type { Messages } from '../messages/en.js';

/** One picture to look at: its id and name in the output, and where it lies. */
export interface Item {
  readonly id: string;
  /** As the source names it: the cell of an index, or the path within the folder. */
  readonly image: string;
  readonly path: string;
}

const RowSchema = z.object({ id: z.string().min(1), image: z.string().min(1) });

/**
 * The pictures of a folder, one picture, or those of an index.csv, in the order of the source.
 * @throws HaustraError `not-found`, `no-picture` where there is none, `unreadable` for a row that is none.
 */
export async function* pictureItems(source: string, t: Messages): AsyncGenerator<Item> {
  if (extname(source).toLowerCase() === '.csv') yield* indexItems(source, t);
  else yield* folderItems(source);
}

async function* folderItems(source: string): AsyncGenerator<Item> {
  const folder = (await stat(source).catch(() => null))?.isDirectory() === true ? source : dirname(source);
  for (const { id, image } of await listPictures(source)) {
    yield { id, image: relative(folder, image).split(sep).join('/'), path: image };
  }
}

async function* indexItems(source: string, { predict: words }: Messages): AsyncGenerator<Item> {
  const where = basename(source);
  const missing = await stat(source).then(
    () => false,
    () => true,
  );
  if (missing) {
    const message = words.noIndex;
    throw new HaustraError({ code: 'not-found', message, where, hint: words.badIndexHint });
  }
  const folder = dirname(source);
  const rows = createReadStream(source).pipe(
    parse({ columns: true, bom: true, skip_empty_lines: true, relax_column_count: true }),
  );
  let line = 1;
  try {
    for await (const row of rows) {
      line += 1;
      const { id, image } = RowSchema.parse(row);
      yield { id, image, path: join(folder, image) };
    }
  } catch (thrown) {
    if (thrown instanceof HaustraError) throw thrown;
    const why =
      thrown instanceof z.ZodError ? thrown.issues.map((i) => i.path.join('.')).join(', ') : String(thrown);
    throw new HaustraError({
      code: 'unreadable',
      message: words.badIndex(line, why),
      where,
      hint: words.badIndexHint,
      cause: thrown,
    });
  } finally {
    rows.destroy();
  }
}
